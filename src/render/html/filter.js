// An enhancement: the page is whole without it. Filters the rows of all tables, and opens what a link points into.
(function () {
  "use strict";
  var box = document.getElementById("filter");
  var hits = document.getElementById("hits");
  var rows = null;
  var timer = 0;
  box.closest(".search").hidden = false;

  function collect() {
    rows = Array.prototype.map.call(document.querySelectorAll("main tbody tr"), function (row) {
      return { row: row, text: row.textContent.toLowerCase(), parents: parents(row) };
    });
  }
  function parents(node) {
    var found = [];
    for (node = node.closest("details"); node; node = node.parentElement.closest("details")) found.push(node);
    return found;
  }
  function filter() {
    if (!rows) collect();
    var words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    var shown = 0;
    var open = new Set();
    rows.forEach(function (entry) {
      var match = words.every(function (word) { return entry.text.indexOf(word) >= 0; });
      if (entry.row.hidden === match) entry.row.hidden = !match;
      if (!match) return;
      shown += 1;
      if (words.length) entry.parents.forEach(function (parent) { open.add(parent); });
    });
    open.forEach(function (parent) { parent.open = true; });
    hits.textContent = words.length ? shown + " of " + rows.length + " rows" : "";
  }
  box.addEventListener("input", function () {
    clearTimeout(timer);
    timer = setTimeout(filter, 120);
  });
  function reveal() {
    var target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.tagName === "DETAILS") target.open = true;
    parents(target).forEach(function (parent) { parent.open = true; });
    target.scrollIntoView();
  }
  addEventListener("hashchange", reveal);
  addEventListener("beforeprint", function () {
    document.querySelectorAll("main details").forEach(function (details) { details.open = true; });
  });
  reveal();
})();
