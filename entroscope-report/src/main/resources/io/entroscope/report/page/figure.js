/* A figure in the page: heading, controls, the drawing, what is pointed at, caption, downloads. */
P.mount = (place, figure) => {
  const options = {};
  const name = `figure-${figure.id}-${figure.file}`;
  const headingId = `heading-${figure.id}`;
  const heading = P.element("h2", { id: headingId }, `Figure ${figure.id}. ${figure.title}`,
    figure.paper ? P.element("span", { class: "of-paper" }, `the paper\u2019s ${figure.paper}`) : null);
  const controls = P.element("div", { class: "controls" });
  const plot = P.element("div", { class: "plot", tabindex: "0", role: "group", "aria-describedby": `caption-${figure.id}` });
  const readout = P.element("p", { class: "readout", role: "status" });
  const caption = P.element("figcaption", { id: `caption-${figure.id}` });
  const numbers = P.element("div", { hidden: true, id: `numbers-${figure.id}` });
  const actions = P.element("div", { class: "actions" });
  place.append(P.element("div", null, heading, P.element("p", { class: "about" }, figure.about)), controls,
    P.element("figure", null, plot, readout, caption), actions, numbers);
  plot.setAttribute("aria-label", `${figure.title}. Arrow keys read the values${P.view.kind === "comparison" ? "" : "; Enter chooses a class"}.`);
  const reached = P.reach(plot, readout);
  let drawn = null;
  let near = false;
  let stale = true;

  const all = () => Object.assign({}, P.state, options);
  /* As a file: what is chosen, on paper's white whatever the screen's theme, with title and caption. */
  const rendered = () => E.document(figure.draw(P.view, all(), E.themes.light, 860), E.themes.light, true);

  const draw = () => {
    stale = false;
    offer();
    const width = Math.max(260, Math.floor(plot.clientWidth));
    drawn = figure.draw(P.view, all(), P.theme(), width);
    caption.textContent = drawn.caption;
    plot.hidden = readout.hidden = actions.hidden = Boolean(drawn.empty);
    if (drawn.empty) return;
    plot.innerHTML = E.document(drawn, P.theme(), false);
    reached(drawn);
    readout.textContent = "";
    if (!numbers.hidden) fill();
  };

  const fill = () => numbers.replaceChildren(P.tableOf(drawn.table, figure.title));

  /* The controls may depend on what is chosen elsewhere, so they are made anew when they change. */
  let offered = "";
  const offer = () => {
    const wanted = figure.controls ? figure.controls(P.view, all()) : [];
    const text = JSON.stringify(wanted);
    if (text === offered) return;
    offered = text;
    const focused = document.activeElement && controls.contains(document.activeElement) ? document.activeElement.name : null;
    controls.replaceChildren(...wanted.map(control));
    if (focused) controls.querySelector(`[name="${focused}"]`)?.focus();
  };

  const set = (key, value) => {
    options[key] = value;
    draw();
  };

  const control = (spec) => {
    if (spec.number) {
      const [min, max] = spec.number;
      const input = P.element("input", { name: spec.key, type: "number", min, max, step: 1, placeholder: spec.empty, onchange: () => {
        const value = Math.round(Number(input.value));
        const none = input.value === "" || !(value >= min && value <= max);
        if (none) input.value = "";
        set(spec.key, none ? undefined : value);
      } });
      options[spec.key] = undefined;
      return P.element("label", null, spec.label, input);
    }
    options[spec.key] = E.pick(spec.choices, options[spec.key]);
    const select = P.element("select", { name: spec.key, onchange: () => set(spec.key, spec.choices[select.selectedIndex][0]) },
      ...spec.choices.map(([value, label]) => P.element("option", { value, selected: value === options[spec.key] }, label)));
    return P.element("label", null, spec.label, select);
  };

  const toggle = P.element("button", { type: "button", "aria-expanded": "false", "aria-controls": numbers.id, onclick: () => {
    numbers.hidden = !numbers.hidden;
    toggle.setAttribute("aria-expanded", String(!numbers.hidden));
    toggle.textContent = numbers.hidden ? "Table" : "Hide table";
    if (!numbers.hidden) fill();
  } }, "Table");
  const button = (label, does) => P.element("button", { type: "button", "aria-label": `${label} of figure ${figure.id}`, onclick: does }, label);
  actions.append(toggle, button("SVG", () => P.saveSvg(rendered(), name)), button("PNG", () => P.savePng(rendered(), name)),
    button("CSV", () => P.saveCsv(drawn.table, name)));

  /* What is out of sight is drawn again only when it comes into sight. */
  const change = () => {
    stale = true;
    if (near) draw();
  };
  P.listeners.push(change);
  new ResizeObserver((entries) => {
    if (drawn && Math.abs(entries[0].contentRect.width - drawn.width) >= 1) change();
  }).observe(plot);
  return {
    draw,
    near(is) {
      near = is;
      if (near && stale) draw();
    },
  };
};
