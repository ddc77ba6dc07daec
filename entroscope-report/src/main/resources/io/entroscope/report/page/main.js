/* Starts the page: what the address says, then every figure when it comes into sight. */
(() => {
  /* While a model learns its history comes first, then what is seen of it at the end. */
  const LEADING = ["0", "7a", "7c"];
  const there = P.figures().filter((figure) => E.lacks(P.view, figure) === null);
  const led = there.some((figure) => figure.id === "7a");
  const order = led ? there.filter((figure) => LEADING.includes(figure.id)).concat(there.filter((figure) => !LEADING.includes(figure.id))) : there;

  const mounted = [];
  const watcher = new IntersectionObserver((entries) => entries.forEach((entry) => entry.target.near(entry.isIntersecting)),
    { rootMargin: "600px" });
  for (const figure of order) {
    const id = "figure-" + figure.id;
    let place = document.getElementById(id);
    if (!place) {
      place = P.element("section", { class: "figure", id, tabindex: "-1" });
      document.getElementById(led && LEADING.includes(figure.id) ? "lead" : "figures").append(place);
    }
    place.setAttribute("aria-labelledby", "heading-" + figure.id);
    const made = P.mount(place, figure);
    place.near = made.near;
    mounted.push(made);
    watcher.observe(place);
  }
  P.bar(order);
  P.offerMore(P.figures().filter((figure) => E.lacks(P.view, figure) !== null));
  P.address.read();
  P.themes.apply(P.themes.wanted());
  P.listeners.push((changes) => {
    if (Object.keys(changes).some((key) => key !== "theme")) P.address.write();
  });
  addEventListener("hashchange", () => {
    if (location.hash.slice(1) === P.address.text()) return;
    P.address.read();
    if (P.figure) P.address.go(P.figure);
  });

  mounted[0].draw();
  if (mounted[1]) mounted[1].draw();
  performance.mark("entroscope-first-figure");

  /* The rest follows one by one, so that the page keeps its shape while it is read. */
  const rest = mounted.slice(2);
  const next = () => {
    const made = rest.shift();
    if (made) {
      made.draw();
      setTimeout(next);
    } else {
      performance.mark("entroscope-all-figures");
      if (P.figure) P.address.go(P.figure);
    }
  };
  setTimeout(next);

  /* Paper is white, and holds every figure. */
  addEventListener("beforeprint", () => {
    P.themes.apply("light");
    mounted.forEach((made) => made.draw());
    document.querySelectorAll("details").forEach((details) => { details.open = true; });
  });
  addEventListener("afterprint", () => P.themes.apply(P.themes.wanted()));
})();
