/* Light or dark: as the reader's system is, until the reader chooses. */
P.themes = (() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const button = document.getElementById("theme");
  let chosen = null;
  const apply = (name) => {
    document.documentElement.dataset.theme = name;
    button.textContent = name === "dark" ? "Light" : "Dark";
    button.setAttribute("aria-label", `Switch to the ${name === "dark" ? "light" : "dark"} theme`);
    P.set({ theme: name });
  };
  const wanted = () => chosen || (dark.matches ? "dark" : "light");
  button.addEventListener("click", () => {
    chosen = P.state.theme === "dark" ? "light" : "dark";
    apply(chosen);
  });
  dark.addEventListener("change", () => apply(wanted()));
  return { apply, wanted };
})();
