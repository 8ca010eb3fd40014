// HTML Living Standard: coverage as one page without anything from elsewhere.
import { type Coverage, type CoverageSection, percentageOf } from './coverage.ts';
import { percentage } from './format-coverage.ts';
import { pageDataOf } from './page-data.ts';
import { pageScript } from './page-script.ts';
import { pageStyle } from './page-style.ts';

/** @param title for instance the name of the service */
export function formatCoverageAsHtml(coverage: Coverage, title: string): string {
  const { exchanges, unresolved, withFindings, total, exercised, sections } = coverage;
  const name = escapeHtml(title);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Coverage of ${name}</title><style>${pageStyle}</style></head><body><div class="page">
<header><div class="ring" style="--share:${percentageOf(coverage).toFixed(1)}"><strong>${percentage(coverage)}</strong></div>
<div><h1>Coverage of ${name}</h1><p>${exercised} of ${total} elements and operations of the model were exercised.</p>
<p>${exchanges} exchanges, ${unresolved} with a URL that is none of the service, ${withFindings} with findings.</p></div>
<button class="theme" id="theme" type="button">Light or dark</button></header>
<div class="tabs" role="tablist" aria-label="Classes">${sections.map(tab).join('')}</div>
<div class="tools"><label for="search"><span class="out">Find by name</span></label><input id="search" type="search" placeholder="Find by name" autocomplete="off" spellcheck="false">
<label for="which"><span class="out">Which</span></label><select id="which"><option value="all">All</option><option value="part">Exercised in part</option><option value="none">Not exercised</option><option value="full">Exercised in full</option></select>
<label for="order"><span class="out">Order</span></label><select id="order"><option value="used">In use first, least exercised on top</option><option value="open">Least exercised first</option><option value="name">By name</option></select>
<button id="unfold" type="button">Unfold</button><button id="fold" type="button">Fold</button></div>
<p id="shown" role="status"></p>
<main id="list" role="tabpanel" tabindex="-1"></main>
<noscript><p class="empty">The lists below the classes need JavaScript.</p></noscript>
<footer><kbd>/</kbd> finds, <kbd>←</kbd> <kbd>→</kbd> change the class, <kbd>Enter</kbd> folds.</footer>
</div><script id="data" type="application/json">${embedded(pageDataOf(coverage))}</script><script>${pageScript}</script></body></html>
`;
}

function tab(section: CoverageSection): string {
  const { kind, title, exercised, total } = section;
  return `<button class="tab" role="tab" id="tab-${kind}" type="button" aria-selected="false" aria-controls="list" tabindex="-1"><span>${escapeHtml(title)}</span><span class="figures"><strong>${percentage(section)}</strong><span>${exercised} of ${total}</span></span>${bar(section)}</button>`;
}

function bar(section: CoverageSection): string {
  const { exercised, total } = section;
  const width = exercised === 0 ? 0 : Math.max(2, percentageOf(section));
  return `<span class="bar"><i${exercised === total ? ' class="full"' : ''} style="width:${width.toFixed(1)}%"></i></span>`;
}

/** JSON that no end tag and no comment can end or begin in. */
function embedded(data: unknown): string {
  return JSON.stringify(data).replaceAll('<', '\\u003c');
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
