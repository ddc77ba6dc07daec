/* A figure as a file. Nothing leaves the page: the file is made here. */
P.save = (blob, name) => {
  const url = URL.createObjectURL(blob);
  const link = P.element("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
};

P.saveSvg = (svg, name) => P.save(new Blob([svg], { type: "image/svg+xml" }), name + ".svg");

P.saveCsv = (table, name) => P.save(new Blob(["\ufeff" + E.csv(table)], { type: "text/csv;charset=utf-8" }), name + ".csv");

/* Twice the size, for a screen of today and for print. */
P.savePng = (svg, name) => {
  const image = new Image();
  image.onload = () => {
    const canvas = P.element("canvas", { width: image.width * 2, height: image.height * 2 });
    const pen = canvas.getContext("2d");
    pen.imageSmoothingEnabled = false;
    pen.scale(2, 2);
    pen.drawImage(image, 0, 0);
    canvas.toBlob((blob) => P.save(blob, name + ".png"), "image/png");
  };
  image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(svg);
};

/* The numbers behind a figure, as a table; very long ones are cut, and say so. */
P.tableOf = (table, title) => {
  const limit = 500;
  const isNumber = table.columns.map((_, k) => table.rows.length > 0 && table.rows.every((row) => row[k] == null || typeof row[k] === "number"));
  const cell = (kind, value, k) => P.element(kind, { class: isNumber[k] ? "number" : null, scope: kind === "th" ? "col" : null }, E.cell(value));
  const head = P.element("thead", null, P.element("tr", null, ...table.columns.map((name, k) => cell("th", name, k))));
  const body = P.element("tbody", null, ...table.rows.slice(0, limit).map((row) => P.element("tr", null, ...row.map((value, k) => cell("td", value, k)))));
  const box = P.element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Numbers of: " + title },
    P.element("table", null, head, body));
  const note = table.rows.length > limit ? P.element("p", { class: "soft" }, `The first ${E.count(limit)} of ${E.count(table.rows.length)} rows; the CSV file has all.`) : null;
  return P.element("div", null, note, box);
};
