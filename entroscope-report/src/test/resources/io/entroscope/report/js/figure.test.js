test("a figure has heading, plot, caption and downloads", function () {
  let place = document.getElementById("figure-5");
  holds(/^Figure 5\. Classes and layers/.test(place.querySelector("h2").textContent), "a heading");
  equal([...place.querySelectorAll(".actions button")].map((button) => button.textContent), ["Table", "SVG", "PNG", "CSV", "Show all again"]);
  equal(place.querySelector(".plot").getAttribute("aria-describedby"), place.querySelector("figcaption").id);
});
test("the network is no numbered figure", () => equal(document.querySelector("#figure-0 h2").textContent, "The network"));
test("a control that is shared sets it for all", function () {
  let select = document.querySelector("#figure-1 [name=layers]");
  select.value = "all";
  select.dispatchEvent(new Event("change"));
  equal(P.state.layers, "all");
});
