/* Pointing at a figure, with a mouse, a finger or the arrow keys: one place at a time is read out. */
P.reach = (plot, readout, fresh = () => {}) => {
  const tip = P.element("div", { class: "tip", hidden: true });
  document.body.append(tip);
  const cursor = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  cursor.setAttribute("class", "cursor");
  cursor.setAttribute("aria-hidden", "true");
  let panels = [];
  let spot = null;

  const nearest = (count, distance) => {
    let best = -1;
    let least = Infinity;
    for (let i = 0; i < count; i++) {
      const d = distance(i);
      if (d < least) {
        least = d;
        best = i;
      }
    }
    return best;
  };

  const show = (next, withTip) => {
    spot = next;
    const panel = panels[spot.panel];
    const x = panel.cx(spot.i, spot.j);
    const y = panel.cy(spot.i, spot.j);
    const text = panel.text(spot.i, spot.j);
    readout.textContent = text;
    const ink = P.theme().ink;
    const across = panel.cell
      ? `<rect x="${x - panel.cell[0] / 2}" y="${y - panel.cell[1] / 2}" width="${panel.cell[0]}" height="${panel.cell[1]}" fill="none" stroke="${ink}" stroke-width="1.5"/>`
      : `<line x1="${x}" x2="${x}" y1="${panel.y}" y2="${panel.y + panel.h}" stroke="${ink}" stroke-opacity=".4"/>` +
        (isFinite(y) ? `<circle cx="${x}" cy="${y}" r="5" fill="none" stroke="${ink}" stroke-width="1.5"/>` : "");
    cursor.innerHTML = across;
    tip.hidden = !withTip;
    if (withTip) {
      tip.textContent = text;
      const box = plot.getBoundingClientRect();
      const left = box.left + x - plot.scrollLeft;
      tip.style.left = Math.max(4, Math.min(left + 12, innerWidth - tip.offsetWidth - 8)) + "px";
      tip.style.top = Math.max(4, box.top + (isFinite(y) ? y : panel.y) - tip.offsetHeight - 10) + "px";
    }
  };

  const hide = () => {
    tip.hidden = true;
    cursor.innerHTML = "";
    spot = null;
  };

  const find = (event) => {
    const box = plot.getBoundingClientRect();
    const x = event.clientX - box.left + plot.scrollLeft;
    const y = event.clientY - box.top;
    const panel = panels.findIndex((p) => x >= p.x - 20 && x <= p.x + p.w + 20 && y >= p.y - 10 && y <= p.y + p.h + 10);
    if (panel < 0) return null;
    const p = panels[panel];
    const at = (i, j) => [p.cx(i, j), p.cy(i, j)];
    const i = nearest(p.columns, (k) => Math.abs(at(k, 0)[0] - x));
    const j = nearest(p.rows, (k) => Math.abs(at(i, k)[1] - y));
    return i < 0 ? null : { panel, i, j: Math.max(0, j) };
  };

  const choose = () => {
    const panel = spot && panels[spot.panel];
    const picked = panel && panel.pick && panel.pick(spot.i, spot.j);
    if (picked) P.set(picked);
  };

  plot.addEventListener("pointermove", (event) => {
    const found = find(event);
    if (found) show(found, true);
    else hide();
  });
  plot.addEventListener("pointerleave", hide);
  plot.addEventListener("click", (event) => {
    fresh();
    const found = find(event);
    if (found) {
      show(found, true);
      choose();
    }
  });
  plot.addEventListener("keydown", (event) => {
    fresh();
    const moves = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
    if (event.key === "Escape") hide();
    if (event.key === "Enter" || event.key === " ") choose();
    if (!panels.length || !(moves[event.key] || ["Enter", " ", "Home", "End", "PageUp", "PageDown"].includes(event.key))) return;
    event.preventDefault();
    if (event.key === "Enter" || event.key === " ") return;
    const now = spot || { panel: 0, i: 0, j: 0 };
    const turn = event.key === "PageDown" ? 1 : event.key === "PageUp" ? -1 : 0;
    const panel = (now.panel + turn + panels.length) % panels.length;
    const p = panels[panel];
    const [di, dj] = spot && moves[event.key] ? moves[event.key] : [0, 0];
    const i = event.key === "Home" ? 0 : event.key === "End" ? p.columns - 1 : now.i + di;
    show({ panel, i: Math.max(0, Math.min(p.columns - 1, i)), j: Math.max(0, Math.min(p.rows - 1, now.j + dj)) }, true);
  });
  plot.addEventListener("blur", hide);

  return (drawn) => {
    panels = drawn.panels;
    spot = null;
    cursor.setAttribute("width", drawn.width);
    cursor.setAttribute("height", drawn.height);
    cursor.innerHTML = "";
    plot.append(cursor);
  };
};
