// HTML Living Standard: coverage as one page without anything from elsewhere.
import { percentage } from './format-coverage.ts';
import type { Coverage, CoverageGroup, CoverageSection, CoveredError } from './measure-coverage.ts';

/** @param title for instance the name of the document */
export function formatCoverageAsHtml(coverage: Coverage, title: string): string {
  const { exchanges, unresolved, withFindings, sections, errors, operationsWithErrors } = coverage;
  const cards = sections.map(card).join('');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Coverage of ${escapeHtml(title)}</title><style>${style}</style></head><body>
<header><h1>Coverage of ${escapeHtml(title)}</h1>
<p>${exchanges} exchanges · ${unresolved} with a URL that is none of the service · ${withFindings} with findings</p></header>
<nav class="cards">${cards}<a class="card" href="#errors"><h2>Error answers</h2><strong>${operationsWithErrors}</strong><span>operations have answered with an error</span></a></nav>
<p class="tools"><input id="filter" type="search" placeholder="Filter by name" aria-label="Filter by name">
<label><input id="used" type="checkbox"> only what was used</label></p>
<main>${sections.map(section).join('')}${errorSection(errors)}</main>
<script>${script}</script></body></html>
`;
}

function card(section: CoverageSection): string {
  const { kind, title, exercised, total } = section;
  return `<a class="card" href="#${kind}"><h2>${title}</h2><strong>${percentage(section)}</strong>${bar(exercised, total)}<span>${exercised} of ${total}</span></a>`;
}

function bar(exercised: number, total: number): string {
  const width = total === 0 ? 0 : Math.max(exercised > 0 ? 1 : 0, (100 * exercised) / total);
  return `<i class="bar"><i style="width:${width.toFixed(1)}%"></i></i>`;
}

/** What was used comes first, the most complete at the top. */
function section({ kind, title, groups }: CoverageSection): string {
  const share = ({ exercised, items }: CoverageGroup) => exercised / items.length;
  const sorted = groups.filter(({ items }) => items.length > 0).sort((a, b) => share(b) - share(a));
  return `<section id="${kind}"><h2>${title}</h2>${sorted.map((one) => group(one, groups.length === 1)).join('')}</section>`;
}

function group({ name, exercised, items }: CoverageGroup, isOpen: boolean): string {
  const rows = items.map(({ path, count }) => {
    const shown = path.startsWith(`${name}/`) ? path.slice(name.length + 1) : path;
    return `<li class="${count > 0 ? 'hit' : 'miss'}"><code>${escapeHtml(shown)}</code>${count > 0 ? `<b>${count}</b>` : ''}</li>`;
  });
  return `<details${isOpen ? ' open' : ''} data-used="${exercised}"><summary><code>${escapeHtml(name)}</code>${bar(exercised, items.length)}<span>${exercised} of ${items.length}</span></summary><ul>${rows.join('')}</ul></details>`;
}

function errorSection(errors: readonly CoveredError[]): string {
  const rows = errors.map(
    ({ operation, status, count }) =>
      `<tr><td>${status}</td><td><code>${escapeHtml(operation)}</code></td><td>${count}</td></tr>`,
  );
  const table =
    rows.length === 0
      ? '<p>No exchange was answered with an error.</p>'
      : `<table><thead><tr><th>Status</th><th>Operation</th><th>Exchanges</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
  return `<section id="errors"><h2>Error answers</h2>${table}</section>`;
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

const style = `
:root{color-scheme:light dark;--ink:#1c2430;--soft:#5b6675;--line:#dfe4ea;--ground:#f6f7f9;--card:#fff;--hit:#1a7f4b;--miss:#b3402e}
@media (prefers-color-scheme:dark){:root{--ink:#e6e9ee;--soft:#98a3b3;--line:#303846;--ground:#141920;--card:#1c232d;--hit:#4cc38a;--miss:#f0806c}}
*{box-sizing:border-box}body{margin:0 auto;max-width:72rem;padding:2rem 1.25rem 5rem;background:var(--ground);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
h1{font-size:1.6rem;margin:0}h2{font-size:1.15rem;margin:2.25rem 0 .6rem}header p{margin:.25rem 0 1.25rem;color:var(--soft)}
code{font:13px/1.4 ui-monospace,monospace;overflow-wrap:anywhere}
.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(11rem,1fr));gap:.8rem}
.card{display:flex;flex-direction:column;gap:.35rem;padding:.9rem 1rem;border:1px solid var(--line);border-radius:.6rem;background:var(--card);color:inherit;text-decoration:none}
.card:hover{border-color:var(--hit)}.card h2{margin:0;font-size:.85rem;font-weight:600;color:var(--soft);flex:1}.card strong{font-size:1.55rem;font-weight:650;line-height:1.1}.card span{color:var(--soft);font-size:.85rem}
.bar{display:block;height:.45rem;border-radius:.3rem;background:var(--line);overflow:hidden}.bar i{display:block;height:100%;background:var(--hit)}
.tools{position:sticky;top:0;display:flex;gap:1rem;align-items:center;flex-wrap:wrap;padding:.7rem 0;background:var(--ground);z-index:1;margin:1rem 0 0}
.tools input[type=search]{flex:1 1 16rem;padding:.45rem .7rem;border:1px solid var(--line);border-radius:.4rem;background:var(--card);color:inherit;font:inherit}
details{border:1px solid var(--line);background:var(--card);margin-top:-1px}details:first-of-type{border-radius:.5rem .5rem 0 0}details:last-of-type{border-radius:0 0 .5rem .5rem}
summary{display:grid;grid-template-columns:1fr 9rem 6.5rem;gap:1rem;align-items:center;padding:.45rem .9rem;cursor:pointer}summary span{color:var(--soft);text-align:right;font-size:.85rem}
summary:focus-visible,.card:focus-visible{outline:2px solid var(--hit);outline-offset:1px}
ul{list-style:none;margin:0;padding:.3rem .9rem .8rem;columns:20rem;column-gap:1.5rem}li{display:flex;gap:.5rem;padding:.1rem 0;break-inside:avoid}
li::before{content:"✓";color:var(--hit);width:1em}li.miss::before{content:"–";color:var(--miss)}li.miss code{color:var(--soft)}li b{margin-left:auto;font-weight:500;color:var(--soft);font-size:.85rem}
table{width:100%;border-collapse:collapse;background:var(--card);border:1px solid var(--line)}th,td{padding:.4rem .9rem;text-align:left;border-top:1px solid var(--line)}th{color:var(--soft);font-size:.85rem}td:last-child,th:last-child{text-align:right}
[hidden]{display:none}@media (max-width:36rem){summary{grid-template-columns:1fr auto}summary .bar{display:none}}`;

const script = `
const filter=document.getElementById('filter'),used=document.getElementById('used');
function show(){const text=filter.value.toLowerCase();
for(const group of document.querySelectorAll('details')){const inName=group.firstChild.firstChild.textContent.toLowerCase().includes(text);let any=false;
for(const item of group.querySelectorAll('li')){const fits=(inName||item.textContent.toLowerCase().includes(text))&&(!used.checked||item.className==='hit');item.hidden=!fits;any||=fits}
group.hidden=!any}}
filter.addEventListener('input',show);used.addEventListener('change',show);`;
