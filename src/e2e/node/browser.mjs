// The person at the browser, scripted: follows redirects, keeps cookies as a browser does, and fills in the forms on the way.

const MAX_HOPS = 30;
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** Cookies by host, not by port (RFC 6265 §8.5). */
class CookieJar {
    #cookies = [];

    /** Everything that was set, as it came. */
    said = [];

    take(url, response) {
        for (const line of response.headers.getSetCookie()) {
            this.said.push(line);
            const [pair, ...rest] = line.split(';').map(part => part.trim());
            const [name, ...value] = pair.split('=');
            const attributes = Object.fromEntries(
                rest.map(part => part.split('=')).map(([key, text]) => [key.toLowerCase(), text ?? true])
            );
            const secure = attributes.secure === true;
            const path = attributes.path?.startsWith?.('/') ? attributes.path : '/';
            // A browser drops a prefixed cookie that does not keep its promise.
            if (name.startsWith('__Host-') && (!secure || path !== '/' || attributes.domain)) continue;
            if (secure && !trustworthy(url)) continue;
            this.#cookies = this.#cookies.filter(
                cookie => cookie.name !== name || cookie.path !== path || cookie.host !== url.hostname
            );
            const gone = Number(attributes['max-age'] ?? 1) <= 0 || Date.parse(attributes.expires ?? '9999-01-01') < Date.now();
            if (!gone) this.#cookies.push({ name, value: value.join('='), path, host: url.hostname, secure });
        }
    }

    header(url) {
        return this.#cookies
            .filter(({ host, path, secure }) => {
                const below = path.endsWith('/') ? path : `${path}/`;
                return (
                    host === url.hostname &&
                    (url.pathname === path || url.pathname.startsWith(below)) &&
                    (!secure || trustworthy(url))
                );
            })
            .map(({ name, value }) => `${name}=${value}`)
            .join('; ');
    }
}

const trustworthy = url => url.protocol === 'https:' || LOOPBACK.includes(url.hostname);

const unescaped = text =>
    text.replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (all, decimal, hex, name) => {
        if (decimal) return String.fromCodePoint(Number(decimal));
        if (hex) return String.fromCodePoint(parseInt(hex, 16));
        return { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }[name] ?? all;
    });

function attributes(tag) {
    const found = {};
    for (const [, name, , double, single, bare] of tag.matchAll(/([\w-]+)(\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?/g))
        found[name.toLowerCase()] = unescaped(double ?? single ?? bare ?? '');
    return found;
}

/** The forms of a page: where they go, what they carry, and their buttons. */
function formsOf(html, url) {
    return [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gis)].map(([, head, inside]) => {
        const { action, method } = attributes(head);
        const fields = [...inside.matchAll(/<input\b([^>]*)>/gi)]
            .map(([, tag]) => attributes(tag))
            .filter(field => field.name && (field.type !== 'checkbox' || 'checked' in field));
        const buttons = [...inside.matchAll(/<button\b([^>]*)>(.*?)<\/button>/gis)].map(([, tag, text]) => ({
            ...attributes(tag),
            text: text.replace(/<[^>]*>/g, '').trim()
        }));
        return { action: new URL(action || url.href, url), method: (method ?? 'get').toUpperCase(), fields, buttons };
    });
}

/** A value for each field of a form, and the button that is pressed where the page has several. */
function fill({ fields, buttons }, person) {
    const values = new URLSearchParams();
    for (const { name, type, value } of fields) {
        if (type === 'submit' && !name) continue;
        const typed = { login: person.user, username: person.user, password: person.password }[name];
        values.append(name, typed ?? value ?? '');
    }
    const pressed = buttons.find(button => person.press.test(button.text)) ?? buttons[0];
    if (pressed?.name) values.append(pressed.name, pressed.value ?? '');
    return values;
}

/**
 * Goes from `start` until a redirect leads to `redirect`, which is not called.
 *
 * @param person `user`, `password`, and `press`: a pattern for the button to press where there are several
 * @returns `params`: what came back with the redirect; `pages`: title, address and policy of each page seen; `cookies`: as they were set
 */
export async function browse(start, redirect, person) {
    const jar = new CookieJar();
    const pages = [];
    let next = { url: new URL(start), method: 'GET' };
    for (let hop = 0; hop < MAX_HOPS; hop++) {
        const { url, method, body } = next;
        const cookie = jar.header(url);
        const response = await fetch(url, {
            method,
            body,
            redirect: 'manual',
            headers: {
                Accept: 'text/html',
                ...(cookie ? { Cookie: cookie } : {}),
                ...(method === 'POST' ? { Origin: url.origin } : {})
            }
        });
        jar.take(url, response);
        const location = response.headers.get('location');
        if (response.status >= 300 && response.status < 400 && location) {
            await response.body?.cancel();
            const target = new URL(location, url);
            if (`${target.origin}${target.pathname}` === redirect)
                return { params: target.searchParams, pages, cookies: jar.said };
            const kept = response.status === 307 || response.status === 308;
            next = kept ? { ...next, url: target } : { url: target, method: 'GET' };
            continue;
        }
        const html = await response.text();
        const title = unescaped(/<title>(.*?)<\/title>/is.exec(html)?.[1] ?? '').trim();
        const [form] = formsOf(html, url).filter(({ buttons, fields }) => buttons.length > 0 || fields.length > 0);
        pages.push({
            title,
            origin: url.origin,
            path: url.pathname,
            status: response.status,
            policy: response.headers.get('content-security-policy'),
            text: html.replace(/<(style|script)\b.*?<\/\1>/gis, '').replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ').trim().slice(0, 600)
        });
        if (!form || response.status >= 400)
            throw Object.assign(new Error(`stuck at ${url.pathname} (${response.status} ${title}): ${html.slice(0, 400)}`), { pages });
        const values = fill(form, person);
        if (form.method === 'POST') next = { url: form.action, method: 'POST', body: values };
        else {
            form.action.search = values.toString();
            next = { url: form.action, method: 'GET' };
        }
    }
    throw Object.assign(new Error(`no end after ${MAX_HOPS} hops`), { pages });
}
