// HTML Living Standard: the page of /_emulator/ for a browser: what was asked, what it was answered, and why.
import { inspectorScript } from './inspector-script.ts';
import { inspectorStyle } from './inspector-style.ts';

/** Everything is in the page itself, and it asks nobody but the admin endpoints. */
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; img-src data:";

export function inspectorPage(): Response {
  return new Response(page, {
    headers: { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': policy },
  });
}

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Requests · odata-emulator</title>
<link rel="icon" href="data:,">
<style>${inspectorStyle}</style>
</head>
<body>
<header>
<h1><a href="/">odata-emulator</a></h1>
<label>Session <select id="session"><option value="">none</option></select></label>
<label><input type="checkbox" id="live" checked> live</label>
<button id="clear" title="Forgets the requests">Clear journal</button>
<button id="reset" title="Goes back to the entities that the server started with">Reset entities</button>
</header>
<section id="faults" hidden><p>Something goes wrong on purpose: <span id="rules"></span> <button id="heal">End all faults</button></p></section>
<div class="tools">
<input id="search" type="search" placeholder="Path, method, status …" aria-label="Find requests">
<select id="which" aria-label="Which requests">
<option value="all">all requests</option>
<option value="violations">that violate the schema</option>
<option value="errors">answered with errors</option>
<option value="defaultAnswer">with default answers</option>
<option value="changes">that changed something</option>
</select>
<output id="shown"></output>
</div>
<main id="list"></main>
<script>${inspectorScript}</script>
</body>
</html>
`;
