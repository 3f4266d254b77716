// Runs one of the client scripts as a web page in a real browser: --script, --port (of the page's origin, on this machine),
// --browser (a Chromium, or `npm` for the one of @sparticuz/chromium); everything else is the script's. Prints what the page reports.

import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { start } from './chromium.mjs';
import { report } from './report.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const options = {};
for (let i = 2; i < process.argv.length; i += 2) options[process.argv[i].slice(2)] = process.argv[i + 1];
const { script, port, browser, ...forPage } = options;

/** The script as one file for a browser; what it reports goes to this process. */
async function bundle() {
    const { outputFiles } = await build({
        entryPoints: [join(here, script)],
        bundle: true,
        format: 'esm',
        platform: 'browser',
        write: false,
        logLevel: 'error',
        plugins: [
            {
                name: 'reports-of-a-page',
                setup: context =>
                    context.onResolve({ filter: /\/report\.mjs$/ }, () => ({ path: join(here, 'page-report.mjs') }))
            }
        ]
    });
    return outputFiles[0].contents;
}

function text(request) {
    return new Promise((resolve, reject) => {
        let all = '';
        request.setEncoding('utf8').on('data', part => (all += part)).on('end', () => resolve(all)).on('error', reject);
    });
}

const code = await bundle();
let ended;
const outcome = new Promise(resolve => (ended = resolve));

const server = createServer(async (request, response) => {
    if (request.method === 'POST') {
        const step = JSON.parse(await text(request));
        process.stdout.write(JSON.stringify(step) + '\n');
        response.end();
        if (step.step === 'done' || step.step === 'failed') ended(step.step === 'done' ? 0 : 1);
    } else if (request.url === '/page.mjs') {
        response.setHeader('Content-Type', 'text/javascript').end(code);
    } else if (request.url.startsWith('/?')) {
        response.setHeader('Content-Type', 'text/html; charset=utf-8');
        response.end('<!doctype html><title>page</title><script type="module" src="/page.mjs"></script>');
    } else {
        response.writeHead(404).end();
    }
});
await new Promise((resolve, reject) => server.on('error', reject).listen(Number(port), '127.0.0.1', resolve));

const chromium = await start(browser, [`http://localhost:${port}/?${new URLSearchParams(forPage)}`], {
    onEnd: message => {
        report('failed', { message });
        ended(2);
    }
});

const status = await outcome;
await chromium.close();
// What a page says on its console is what tells why a request was blocked.
process.stderr.write(chromium.said());
server.close();
server.closeAllConnections();
process.exit(status);
