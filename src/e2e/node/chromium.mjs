// A Chromium without a window: `start` runs it, `browseInChromium` lets it do what browser.mjs does by hand.

import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const LONGEST_SIGN_IN = 30_000;

/** The Chromium to run. That of the npm package is unpacked beside the logs of these tests. */
async function executable(browser, home) {
    if (browser !== 'npm') return browser;
    const { version } = JSON.parse(await readFile(join(here, '../node_modules/@sparticuz/chromium/package.json'), 'utf8'));
    process.env.TMPDIR = join(home, version);
    await mkdir(process.env.TMPDIR, { recursive: true });
    const { default: chromium } = await import('@sparticuz/chromium');
    return chromium.executablePath();
}

/**
 * Starts it with a profile of its own.
 *
 * @param browser an executable, or `npm` for the one of @sparticuz/chromium
 * @param listeners `onSaid(everything so far)`, `onEnd(why)` where it ends by itself
 * @returns `said()`: the end of what it wrote; `close()`: ends it
 */
export async function start(browser, extra, { onSaid = () => {}, onEnd = () => {} }) {
    const home = join(homedir(), 'browser');
    await mkdir(home, { recursive: true });
    const [command, profile] = await Promise.all([executable(browser, home), mkdtemp(join(home, 'profile-'))]);
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
            ...extra
        ],
        { stdio: ['ignore', 'ignore', 'pipe'] }
    );
    let said = '';
    chromium.stderr.setEncoding('utf8').on('data', part => onSaid((said = (said + part).slice(-20_000))));
    chromium.on('error', error => onEnd(`the browser did not start: ${error.message}`));
    chromium.on('exit', status => onEnd(`the browser ended with ${status}: ${said}`));
    return {
        said: () => said,
        close: async () => {
            chromium.removeAllListeners('exit');
            const gone = new Promise(resolve => chromium.on('exit', resolve));
            if (chromium.exitCode === null && chromium.pid) {
                chromium.kill();
                const patience = setTimeout(() => chromium.kill('SIGKILL'), 5_000);
                await gone;
                clearTimeout(patience);
            }
            await rm(profile, { recursive: true, force: true, maxRetries: 5 });
        }
    };
}

/** The DevTools protocol over its web socket: commands with their answers, and events. */
class DevTools {
    #socket;
    #next = 1;
    #waiting = new Map();

    constructor(socket, onEvent) {
        this.#socket = socket;
        socket.addEventListener('message', ({ data }) => {
            const { id, method, params, result, error } = JSON.parse(data);
            if (method) return void onEvent(method, params);
            const { resolve, reject } = this.#waiting.get(id);
            this.#waiting.delete(id);
            if (error) reject(new Error(error.message));
            else resolve(result);
        });
    }

    static async connect(url, onEvent) {
        const socket = new WebSocket(url);
        await new Promise((resolve, reject) => {
            socket.addEventListener('open', resolve);
            socket.addEventListener('error', () => reject(new Error('no connection to the browser')));
        });
        return new DevTools(socket, onEvent);
    }

    send(method, params = {}, sessionId) {
        const id = this.#next++;
        this.#socket.send(JSON.stringify({ id, method, params, sessionId }));
        return new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    }

    close() {
        this.#socket.close();
    }
}

/** Runs in the page: what it shows, and the form filled in and sent as a person does. */
function act({ user, password, press }) {
    const pattern = new RegExp(press.source, press.flags);
    const page = { title: document.title, origin: location.origin, path: location.pathname, text: document.body.innerText };
    const type = (selector, value) => {
        const field = document.querySelector(selector);
        if (field) field.value = value;
    };
    type('input[name=login], input[name=username]', user);
    type('input[type=password]', password);
    const buttons = [...document.querySelectorAll('form button, form input[type=submit]')];
    const button = buttons.find(each => pattern.test((each.textContent || each.value).trim())) ?? buttons[0];
    button?.click();
    return { ...page, stuck: !button };
}

/** The same as `browse` of browser.mjs, in a real browser with its own rules for cookies, origins and policies. */
export async function browseInChromium(opened, redirect, person) {
    let ended, failed;
    const end = new Promise((resolve, reject) => ([ended, failed] = [resolve, reject]));
    end.catch(() => {});
    let listening;
    const address = new Promise(resolve => (listening = resolve));
    const chromium = await start(person.browser, ['--remote-debugging-port=0', 'about:blank'], {
        onSaid: said => {
            const [, url] = /DevTools listening on (ws:\S+)/.exec(said) ?? [];
            if (url) listening(url);
        },
        onEnd: why => failed(new Error(why))
    });
    const patience = setTimeout(() => failed(new Error(`no end within ${LONGEST_SIGN_IN} ms`)), LONGEST_SIGN_IN);
    const pages = [];
    let tools, session;
    try {
        const loaded = async () => {
            const { source, flags } = person.press;
            const told = JSON.stringify({ ...person, press: { source, flags } });
            const { result } = await tools.send(
                'Runtime.evaluate',
                { expression: `(${act})(${told})`, returnByValue: true },
                session
            );
            pages.push(result.value);
            if (result.value?.stuck) failed(new Error(`stuck at ${result.value.title}: ${result.value.text}`));
        };
        tools = await DevTools.connect(await Promise.race([address, end]), (method, params) => {
            if (method === 'Page.loadEventFired') loaded().catch(failed);
            const url = method === 'Network.requestWillBeSent' && params.type === 'Document' && new URL(params.request.url);
            if (url && `${url.origin}${url.pathname}` === redirect) ended(url.searchParams);
        });
        const { targetId } = await tools.send('Target.createTarget', { url: 'about:blank' });
        ({ sessionId: session } = await tools.send('Target.attachToTarget', { targetId, flatten: true }));
        await tools.send('Network.enable', {}, session);
        await tools.send('Page.enable', {}, session);
        await tools.send('Page.navigate', { url: String(opened) }, session);
        return { params: await end, pages, cookies: [] };
    } catch (error) {
        throw Object.assign(error, { message: `${error.message}\nseen: ${JSON.stringify(pages)}\n${chromium.said()}` });
    } finally {
        clearTimeout(patience);
        tools?.close();
        await chromium.close();
    }
}
