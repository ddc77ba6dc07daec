"use strict";
/* The page over many results: a click on a column's head sorts, words in the box filter, and both
   are kept in the address. */
(function () {
  let table = document.querySelector("table");
  let body = table.tBodies[0];
  let rows = Array.from(body.rows);
  let heads = Array.from(table.tHead.rows[0].cells);
  let filter = document.getElementById("filter");
  let count = document.getElementById("count");
  let all = count.textContent;
  let sorted = { column: -1, descending: false };

  function key(row, column) {
    let cell = row.cells[column];
    return cell.dataset.value === undefined ? cell.textContent.toLowerCase() : Number(cell.dataset.value);
  }

  function order(p, q) {
    return typeof p === "number" ? p - q : p.localeCompare(q, "en", { numeric: true });
  }

  function sort(column, descending) {
    sorted = { column: column, descending: descending };
    heads.forEach(function (head, i) {
      if (head.firstElementChild) {
        head.setAttribute("aria-sort", i !== column ? "none" : descending ? "descending" : "ascending");
      }
    });
    let sign = descending ? -1 : 1;
    rows
      .map((row, at) => ({ row: row, at: at, key: key(row, column) }))
      .sort((p, q) => sign * order(p.key, q.key) || p.at - q.at)
      .forEach((one) => body.append(one.row));
  }

  function show() {
    let words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach(function (row) {
      let text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
      shown += row.hidden ? 0 : 1;
    });
    count.textContent = words.length ? shown + " of " + all : all;
  }

  function keep() {
    let state = new URLSearchParams();
    if (filter.value) {
      state.set("filter", filter.value);
    }
    if (sorted.column >= 0) {
      state.set("sort", sorted.column + (sorted.descending ? "-" : ""));
    }
    history.replaceState(null, "", "#" + state.toString());
  }

  function restore() {
    let state = new URLSearchParams(location.hash.slice(1));
    let by = /^(\d+)(-?)$/.exec(state.get("sort") || "");
    if (by && heads[by[1]] && heads[by[1]].firstElementChild) {
      sort(Number(by[1]), by[2] === "-");
    }
    filter.value = state.get("filter") || "";
    show();
  }

  heads.forEach(function (head, column) {
    if (head.classList.contains("unsorted")) {
      return;
    }
    let button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    head.setAttribute("aria-sort", "none");
    button.addEventListener("click", function () {
      let again = sorted.column === column;
      sort(column, again ? !sorted.descending : head.classList.contains("number"));
      keep();
    });
  });
  filter.addEventListener("input", function () {
    show();
    keep();
  });
  addEventListener("hashchange", restore);
  restore();
})();
