// An enhancement: the page is whole without it. Filters the rows of all tables and hides what is left empty, opens what
// a link points into, and shows in the picture what is joined to a box.
(function () {
  "use strict";
  var box = document.getElementById("filter");
  var hits = document.getElementById("hits");
  var rows = null;
  var parts = null;
  var opened = [];
  var timer = 0;
  box.closest(".search").hidden = false;

  function all(selector, from) {
    return Array.prototype.slice.call((from || document).querySelectorAll(selector));
  }
  function collect() {
    rows = all("main tbody tr").map(function (row) {
      return { row: row, text: row.textContent.toLowerCase(), parts: around(row) };
    });
    parts = all("main section, main details, main .wide").filter(function (part) { return !part.closest("figure"); });
  }
  // What holds a row, to be shown with it.
  function around(node) {
    var found = [];
    for (node = node.parentElement; node && node.tagName !== "MAIN"; node = node.parentElement) found.push(node);
    return found;
  }
  function filter() {
    if (!rows) collect();
    var words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    var shown = 0;
    var kept = new Set();
    rows.forEach(function (entry) {
      var match = words.every(function (word) { return entry.text.indexOf(word) >= 0; });
      if (entry.row.hidden === match) entry.row.hidden = !match;
      if (!match) return;
      shown += 1;
      entry.parts.forEach(function (part) { kept.add(part); });
    });
    parts.forEach(function (part) {
      var hide = words.length > 0 && !kept.has(part);
      if (part.hidden !== hide) part.hidden = hide;
    });
    opened.forEach(function (details) { details.open = false; });
    opened = [];
    if (words.length) {
      kept.forEach(function (part) {
        if (part.tagName === "DETAILS" && !part.open) { part.open = true; opened.push(part); }
      });
    }
    hits.textContent = words.length ? shown + " of " + rows.length + " rows" : "";
  }
  box.addEventListener("input", function () {
    clearTimeout(timer);
    timer = setTimeout(filter, 120);
  });
  function reveal() {
    var target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (box.value && target.closest("[hidden]")) { box.value = ""; filter(); }
    if (target.tagName === "DETAILS") target.open = true;
    around(target).forEach(function (part) { if (part.tagName === "DETAILS") part.open = true; });
    target.scrollIntoView();
  }
  addEventListener("hashchange", reveal);
  addEventListener("beforeprint", function () {
    all("main details:not(.long)").forEach(function (details) { details.open = true; });
  });
  all("svg.flows").forEach(function (picture) {
    function light(event) {
      var node = event.target.closest && event.target.closest("[data-box]");
      node = node || (event.target.querySelector && event.target.querySelector("[data-box]"));
      picture.classList.toggle("lit", !!node);
      all(".flow", picture).forEach(function (line) {
        var id = node && node.getAttribute("data-box");
        line.classList.toggle("on", !!id && (line.getAttribute("data-from") === id || line.getAttribute("data-to") === id));
      });
    }
    picture.addEventListener("mouseover", function (event) { if (event.target !== picture) light(event); });
    picture.addEventListener("focusin", light);
    ["mouseleave", "focusout"].forEach(function (name) {
      picture.addEventListener(name, function () {
        picture.classList.remove("lit");
        all(".on", picture).forEach(function (line) { line.classList.remove("on"); });
      });
    });
  });
  reveal();
})();
