if (E.manyLooks) {
  test("twenty lines differ, by hue or by dash", function () {
    ["light", "dark"].forEach(function (name) {
      let looks = E.manyLooks(E.themes[name], 20).map((look) => look.colour + look.dash);
      equal(looks.filter((look, i) => looks.indexOf(look) === i).length, 20);
    });
  });
  test("the ends of the ramp", () => equal(E.rampColour(E.themes.light, 0), E.themes.light.ramp[0]));
}
if (typeof P !== "undefined") {
  test("a chosen theme is applied, and said by the button", function () {
    P.themes.apply("dark");
    equal([document.documentElement.dataset.theme, P.state.theme, document.getElementById("theme").textContent], ["dark", "dark", "Light"]);
    P.themes.apply("light");
    equal(document.getElementById("theme").getAttribute("aria-label"), "Switch to the dark theme");
  });
}
