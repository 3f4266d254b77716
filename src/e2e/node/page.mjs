// Runs one of the client scripts as a web page in a real browser: --script, --port (of the page's origin, on this machine),
// --browser (a Chromium, or `npm` for the one of @sparticuz/chromium); everything else is the script's. Prints what the page reports.

import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { report } from './report.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const options = {};
for (let i = 2; i < process.argv.length; i += 2) options[process.argv[i].slice(2)] = process.argv[i + 1];
const { script, port, browser, ...forPage } = options;
const home = join(homedir(), 'browser');
await mkdir(home, { recursive: true });

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

/** The Chromium to run. That of the npm package is unpacked beside the logs of these tests. */
async function executable() {
    if (browser !== 'npm') return browser;
    const { version } = JSON.parse(await readFile(join(here, '../node_modules/@sparticuz/chromium/package.json'), 'utf8'));
    process.env.TMPDIR = join(home, version);
    await mkdir(process.env.TMPDIR, { recursive: true });
    const { default: chromium } = await import('@sparticuz/chromium');
    return chromium.executablePath();
}

function text(request) {
    return new Promise((resolve, reject) => {
        let all = '';
        request.setEncoding('utf8').on('data', part => (all += part)).on('end', () => resolve(all)).on('error', reject);
    });
}

const [code, command, profile] = await Promise.all([bundle(), executable(), mkdtemp(join(home, 'profile-'))]);
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

const chromium = spawn(
    command,
    [
        '--headless',
        '--no-sandbox', // a container's root cannot have one
        '--disable-gpu',
        '--disable-dev-shm-usage',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        `--user-data-dir=${profile}`,
        `http://localhost:${port}/?${new URLSearchParams(forPage)}`
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] }
);
let said = '';
chromium.stderr.setEncoding('utf8').on('data', part => (said = (said + part).slice(-20_000)));
chromium.on('error', error => {
    report('failed', { message: `the browser did not start: ${error.message}` });
    ended(2);
});
chromium.on('exit', status => {
    report('failed', { message: `the browser ended with ${status}: ${said}` });
    ended(2);
});

const status = await outcome;
chromium.removeAllListeners('exit');
const gone = new Promise(resolve => chromium.on('exit', resolve));
if (chromium.exitCode === null && chromium.pid) {
    chromium.kill();
    const patience = setTimeout(() => chromium.kill('SIGKILL'), 5_000);
    await gone;
    clearTimeout(patience);
}
// What a page says on its console is what tells why a request was blocked.
process.stderr.write(said);
server.close();
server.closeAllConnections();
await rm(profile, { recursive: true, force: true, maxRetries: 5 });
process.exit(status);
