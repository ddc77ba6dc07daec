/* A figure in the page: heading, controls, the drawing, what is pointed at, caption, downloads. */
P.mount = (place, figure) => {
  const own = () => {
    P.options[figure.id] = P.options[figure.id] || {};
    return P.options[figure.id];
  };
  const name = `figure-${figure.id}-${figure.file}`;
  const heading = P.element("h2", { id: `heading-${figure.id}` }, (figure.unnumbered ? "" : `Figure ${figure.id}. `) + figure.title,
    figure.paper ? P.element("span", { class: "of-paper" }, `the paper\u2019s ${figure.paper}`) : null);
  const controls = P.element("div", { class: "controls" });
  const plot = P.element("div", { class: "plot", tabindex: "0", role: "group", "aria-describedby": `caption-${figure.id}` });
  const readout = P.element("p", { class: "readout", role: "status" });
  const caption = P.element("figcaption", { id: `caption-${figure.id}` });
  const numbers = P.element("div", { hidden: true, id: `numbers-${figure.id}` });
  const actions = P.element("div", { class: "actions" });
  place.append(P.element("div", null, heading, P.element("p", { class: "about" }, figure.about)), controls,
    P.element("figure", null, plot, caption), actions, numbers);
  const reached = P.reach(plot, readout, () => { if (stale) draw(); });
  let drawn = null;
  let near = false;
  let stale = true;

  const all = () => E.complete(P.view, figure, Object.assign({}, P.state, own()));
  /* As a file: what is chosen, on paper's white whatever the screen's theme, with title and caption. */
  const rendered = () => E.document(figure.draw(P.view, all(), E.themes.light, 860), E.themes.light, true);

  const draw = () => {
    stale = false;
    offer();
    const width = Math.max(260, Math.floor(plot.clientWidth));
    drawn = figure.draw(P.view, all(), P.theme(), width);
    caption.textContent = drawn.caption;
    plot.innerHTML = E.document(drawn, P.theme(), false);
    reached(drawn);
    zoomed(drawn);
    whole.hidden = !own().zoom;
    readout.textContent = "";
    plot.setAttribute("aria-label", `${figure.title}. Arrow keys read the values${drawn.panels.some((panel) => panel.pick) ? "; Enter chooses" : ""}${drawn.panels.some((panel) => panel.brush) ? "; plus and minus zoom" : ""}.`);
    if (!numbers.hidden) fill();
  };

  const fill = () => numbers.replaceChildren(P.tableOf(drawn.table, figure.title));

  /* The controls may depend on what is chosen elsewhere, so they are made anew when they change. */
  let offered = "";
  const offer = () => {
    const now = all();
    const wanted = figure.controls ? figure.controls(P.view, now) : [];
    const text = JSON.stringify(wanted);
    if (text !== offered) {
      offered = text;
      const focused = controls.contains(document.activeElement) ? document.activeElement.name : null;
      controls.replaceChildren(...wanted.map((spec) => P.control(spec, now[spec.key], (value) => change(spec, value))));
      if (focused) controls.querySelector(`[name="${focused}"]`)?.focus();
    }
    for (const spec of wanted) P.showChoice(controls.querySelector(`[name="${spec.key}"]`), spec, now[spec.key]);
  };

  const change = (spec, value) => {
    if (spec.shared) P.set({ [spec.key]: value });
    else set(spec.key, spec.choices && value === spec.choices[0][0] ? undefined : value);
  };
  const set = (key, value) => {
    if (value === undefined) delete own()[key];
    else own()[key] = String(value);
    draw();
    P.address.write();
  };
  const zoomed = P.zoom(plot, figure, set);

  const toggle = P.element("button", { type: "button", "aria-expanded": "false", "aria-controls": numbers.id, onclick: () => {
    numbers.hidden = !numbers.hidden;
    toggle.setAttribute("aria-expanded", String(!numbers.hidden));
    toggle.textContent = numbers.hidden ? "Table" : "Hide table";
    if (!numbers.hidden) fill();
  } }, "Table");
  const button = (label, does) => P.element("button", { type: "button", "aria-label": `${label} of ${figure.unnumbered ? figure.title.toLowerCase() : "figure " + figure.id}`, onclick: does }, label);
  const whole = P.element("button", { type: "button", class: "whole", hidden: true, onclick: () => set("zoom", undefined) }, "Show all again");
  actions.append(toggle, button("SVG", () => P.saveSvg(rendered(), name)), button("PNG", () => P.savePng(rendered(), name)),
    button("CSV", () => P.saveCsv(drawn.table, name)), whole, readout);

  /* What is out of sight is drawn again only when it comes into sight. */
  const changed = () => {
    stale = true;
    if (near) draw();
  };
  P.listeners.push(changed);
  new ResizeObserver((entries) => {
    if (drawn && Math.abs(entries[0].contentRect.width - drawn.width) >= 1) changed();
  }).observe(plot);
  return {
    draw,
    near(is) {
      near = is;
      if (near && stale) draw();
    },
  };
};
