/* Starts the page: theme, classes to compare, every figure when it comes into sight. */
(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let chosen = null;
  const themeButton = document.getElementById("theme");
  const applyTheme = (name) => {
    document.documentElement.dataset.theme = name;
    themeButton.textContent = name === "dark" ? "Light" : "Dark";
    themeButton.setAttribute("aria-label", `Switch to the ${name === "dark" ? "light" : "dark"} theme`);
    P.set({ theme: name });
  };
  const wanted = () => chosen || (dark.matches ? "dark" : "light");
  themeButton.addEventListener("click", () => {
    chosen = P.state.theme === "dark" ? "light" : "dark";
    applyTheme(chosen);
  });
  dark.addEventListener("change", () => applyTheme(wanted()));

  const picker = (key, label) => {
    const select = P.element("select", { name: key, onchange: () => P.set({ [key]: Number(select.value) }) },
      P.element("option", { value: "-1" }, "none"),
      ...P.view.data.classes.map((name, c) => P.element("option", { value: String(c) }, name)));
    P.listeners.push(() => { select.value = String(P.state[key]); });
    return P.element("label", { class: "pick-" + key }, label, select);
  };

  const offerClasses = () => {
    const picks = document.getElementById("picks");
    picks.append(picker("a", "Class"), picker("b", "and class"));
    if (P.view.layers.some((layer) => layer.preactivation)) {
      const select = P.element("select", { name: "at", onchange: () => P.set({ at: select.value }) },
        P.element("option", { value: "output" }, "after activation"), P.element("option", { value: "preactivation" }, "before activation"));
      picks.append(P.element("label", null, "Seen", select));
    }
  };

  const list = document.getElementById("contents");
  const shows = [];
  const shower = new IntersectionObserver((entries) => entries.filter((entry) => entry.isIntersecting).forEach((entry) => {
    shower.unobserve(entry.target);
    entry.target.show();
  }), { rootMargin: "400px" });
  const comparison = P.view.kind === "comparison";
  Object.values(comparison ? E.comparisons : E.figures).forEach((figure) => {
    const id = "figure-" + figure.id;
    let place = document.getElementById(id);
    if (!place) {
      place = P.element("section", { class: "figure", id });
      document.getElementById("figures").append(place);
    }
    place.setAttribute("aria-labelledby", "heading-" + figure.id);
    list.append(P.element("li", null, P.element("a", { href: "#" + id }, `${figure.id} ${figure.title}`)));
    place.show = P.mount(place, figure);
    shows.push(place.show);
    shower.observe(place);
  });

  if (!comparison) {
    offerClasses();
    const classes = P.view.data.classes.length;
    P.set({ a: classes > 0 ? 0 : -1, b: classes > 1 ? 1 : -1 });
  }
  applyTheme(wanted());
  document.getElementById("figure-1").show();
  performance.mark("entroscope-first-figure");

  /* Paper is white, and holds every figure. */
  addEventListener("beforeprint", () => {
    shows.forEach((show) => show());
    applyTheme("light");
  });
  addEventListener("afterprint", () => applyTheme(wanted()));
})();
