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
  const mounted = [];
  const watcher = new IntersectionObserver((entries) => entries.forEach((entry) => entry.target.near(entry.isIntersecting)),
    { rootMargin: "600px" });
  const comparison = P.view.kind === "comparison";
  E.inOrder(comparison ? E.comparisons : E.figures).forEach((figure) => {
    const id = "figure-" + figure.id;
    let place = document.getElementById(id);
    if (!place) {
      place = P.element("section", { class: "figure", id });
      document.getElementById("figures").append(place);
    }
    place.setAttribute("aria-labelledby", "heading-" + figure.id);
    list.append(P.element("li", null, P.element("a", { href: "#" + id }, `${figure.id} ${figure.title}`)));
    const made = P.mount(place, figure);
    place.near = made.near;
    mounted.push(made);
    watcher.observe(place);
  });

  if (!comparison) {
    offerClasses();
    P.set(E.initial(P.view));
  }
  applyTheme(wanted());
  /* A figure that is jumped to must not end up below the bar that stays in sight. */
  const bar = document.querySelector("nav.contents");
  new ResizeObserver(() => {
    const stays = getComputedStyle(bar).position === "sticky";
    document.documentElement.style.scrollPaddingTop = (stays ? bar.offsetHeight : 0) + 8 + "px";
  }).observe(bar);

  mounted[0].draw();
  performance.mark("entroscope-first-figure");

  /* The rest follows one by one, so that the page keeps its shape while it is read. */
  const rest = mounted.slice(1);
  const next = () => {
    const made = rest.shift();
    if (made) {
      made.draw();
      setTimeout(next);
    } else {
      performance.mark("entroscope-all-figures");
      if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
    }
  };
  setTimeout(next);

  /* Paper is white, and holds every figure. */
  addEventListener("beforeprint", () => {
    applyTheme("light");
    mounted.forEach((made) => made.draw());
  });
  addEventListener("afterprint", () => applyTheme(wanted()));
})();
