/* The bar at the top of the page: where to go, and what every figure shows. */
P.bar = (order) => {
  const list = document.getElementById("contents");
  const links = new Map();
  for (const figure of order) {
    const label = figure.unnumbered ? figure.short || figure.title : `${figure.id} ${figure.short || figure.title}`;
    const link = P.element("a", { href: "#figure-" + figure.id, title: figure.title, onclick: (event) => {
      event.preventDefault();
      P.figure = figure.id;
      P.address.write();
      P.address.go(figure.id);
    } }, label);
    links.set("figure-" + figure.id, link);
    list.append(P.element("li", null, link));
  }

  /* The figure in the middle of the window is marked in the list. */
  const here = new IntersectionObserver((entries) => entries.forEach((entry) => {
    const link = links.get(entry.target.id);
    if (entry.isIntersecting) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }), { rootMargin: "-45% 0px -50%" });
  for (const id of links.keys()) here.observe(document.getElementById(id));

  const picks = document.getElementById("picks");
  const pick = (key, label, choices, toState = (text) => text) => {
    const select = P.element("select", { name: key, onchange: () => P.set({ [key]: toState(select.value) }) },
      ...choices.map(([value, text]) => P.element("option", { value }, text)));
    P.listeners.push(() => { select.value = String(P.state[key]); });
    picks.append(P.element("label", { class: "pick-" + key }, label, select));
  };
  const classes = P.classes().map((name, c) => [String(c), name]);
  if (P.view.kind === "comparison") {
    if (classes.length) pick("a", "Class", [["-1", "mean over classes"], ...classes], Number);
  } else {
    pick("layer", "Layer", [["every", "all"], ...P.view.layers.map((layer) => [layer.name, layer.name])]);
    pick("a", "Class", [["-1", "none"], ...classes], Number);
    pick("b", "and", [["-1", "none"], ...classes], Number);
    if (P.view.layers.some((layer) => layer.preactivation)) {
      pick("at", "", [["output", "after activation"], ["preactivation", "before activation"]]);
      picks.lastChild.lastChild.setAttribute("aria-label", "Activations before or after the activation function");
    }
  }

  /* A figure that is jumped to must not end up below the bar that stays in sight. */
  const bar = document.querySelector("nav.bar");
  new ResizeObserver(() => {
    const stays = getComputedStyle(bar).position === "sticky";
    document.documentElement.style.scrollPaddingTop = (stays ? bar.offsetHeight : 0) + 8 + "px";
  }).observe(bar);
};

/* What the result has no numbers for: one line each on how to get them. */
P.offerMore = (figures) => {
  if (!figures.length) return;
  const words = (text) => text.split("`").map((part, i) => (i % 2 ? P.element("code", null, part) : part));
  document.getElementById("more").hidden = false;
  document.getElementById("more-list").append(...figures.map((figure) =>
    P.element("li", null, P.element("b", null, figure.title), ": ", ...words(E.lacks(P.view, figure)))));
};
