/* The recipient's page for paper asks the browser to print once it is drawn. */
"use strict";
if (document.querySelector("[data-print-now]")) addEventListener("load", () => window.print());
