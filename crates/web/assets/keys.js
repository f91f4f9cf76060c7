// Keys for those who want them; everything works without this file. See "Hjælp og genveje".
(function () {
  "use strict";
  var pending = "";
  function typing(target) {
    return /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable;
  }
  function rows() {
    return Array.prototype.slice.call(document.querySelectorAll("tr.r .who a"));
  }
  function move(step) {
    var all = rows();
    // On one citizen's page: the citizen before or after on the list.
    var other = document.querySelector(step > 0 ? "a[rel=next]" : "a[rel=prev]");
    if (other) { go(other.href); return; }
    if (!all.length) { return; }
    var at = all.indexOf(document.activeElement);
    // The row one came back to.
    if (at < 0 && document.querySelector("tr:target .who a")) { at = all.indexOf(document.querySelector("tr:target .who a")); step = 0; }
    var next = at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1);
    all[next].focus();
  }
  function go(path) { window.location.assign(path); }
  document.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      var form = event.target.form || document.querySelector("#registrer form");
      if (form) { form.requestSubmit(); event.preventDefault(); }
      return;
    }
    if (event.key === "Escape") {
      if (event.target.id === "q") { event.target.blur(); return; }
      var open = event.target.closest && event.target.closest("details[open]");
      if (open) { open.open = false; open.querySelector("summary").focus(); }
      return;
    }
    if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) { return; }
    if (pending === "g") {
      pending = "";
      var to = { o: "/", b: "/borgere", r: "/regler", s: "/sammenlign", t: "/team", l: "/ledelse", m: "/maal" }[event.key];
      // Only to pages that are in the menu.
      if (to && document.querySelector(".ms-nav a[href='" + to + "']")) { go(to); event.preventDefault(); }
      return;
    }
    switch (event.key) {
      case "g": pending = "g"; break;
      case "/":
        var find = document.getElementById("q");
        if (find) { find.focus(); event.preventDefault(); }
        break;
      case "?": go("/hjaelp"); break;
      case "j": move(1); break;
      case "k": move(-1); break;
      case "x":
        var row = document.activeElement.closest("tr");
        var box = row && row.querySelector("input[type=checkbox]");
        if (box) { box.checked = !box.checked; }
        break;
      case "h":
        // The reason of what one stands at; on a citizen's page else that of the first open duty.
        var line = document.activeElement.closest("tr, .duty");
        var why = line ? line.querySelector("details.hvorfor") : document.querySelector(".duty details.hvorfor, tr.r details.hvorfor");
        if (why) { why.open = !why.open; }
        break;
      case "r":
        var first = document.querySelector("#registrer input:checked") || document.querySelector("#registrer input:not([type=hidden]), #registrer button");
        if (first) { first.focus(); event.preventDefault(); }
        break;
    }
  });
  // Every browser prints by itself; the button says where.
  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });
  // A page that waits asks again by itself; without a script its button does.
  var waiting = document.querySelector("[data-reload]");
  if (waiting) { setTimeout(function () { location.reload(); }, 1000 * Number(waiting.dataset.reload)); }
})();
