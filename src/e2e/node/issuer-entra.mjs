// An issuer in the shape of Microsoft Entra ID, on oauth2-mock-server. --port N (0: any); prints {"step":"listening","port":N}. Ends when
// its standard input does.
//
// Like Entra: metadata only as OpenID configuration behind the tenant's path, none of RFC 8414, no registration; `resource` is rejected;
// redirect URIs must be those of the app; scopes are written with the API's URI in front and come back short in `scp`; tokens of version 1
// and 2 differ in `iss`, `aud`, and `appid` or `azp`; a refresh token comes only with `offline_access`.
// Unlike Entra: the control endpoints below /control, for the tests.

import { createServer } from 'node:http';
import { Events, OAuth2Issuer, OAuth2Service } from 'oauth2-mock-server';
import { main, report } from './report.mjs';

const TENANT = '5d6b1f3c-0000-4000-8000-0123456789ab';
const API = 'api://weather';
const API_ID = 'c0ffee00-0000-4000-8000-00000000a001';
const LIFETIME = 300;
const REJECTED =
    'AADSTS9010010: The resource parameter provided in the request does not match with the requested scopes.';

// The apps that are registered from the start; POST /control/app adds more.
const apps = {
    'c0ffee00-0000-4000-8000-00000000c001': { secret: 'of-the-tests-only', redirects: [] },
    'c0ffee00-0000-4000-8000-00000000c002': { redirects: [] }
};
const codes = new Map();
const refreshTokens = new Map();
const requests = {};
const published = new Set();
let current;
let down = false;

const issuer = new OAuth2Issuer();
const service = new OAuth2Service(issuer, {
    wellKnownDocument: '/unused',
    token: `/${TENANT}/oauth2/v2.0/token`,
    authorize: `/${TENANT}/oauth2/v2.0/authorize`,
    jwks: `/${TENANT}/discovery/v2.0/keys`
});

const signWith = issuer.keys.get.bind(issuer.keys);
issuer.keys.get = kid => signWith(kid ?? current);
const allKeys = issuer.keys.toJSON.bind(issuer.keys);
issuer.keys.toJSON = () => allKeys().filter(key => published.has(key.kid)).map(key => ({ ...key, use: 'sig' }));

/** A new key signs from now on; the set shows the old ones too, or where `alone` is true only the new one. */
async function rotate(alone) {
    const { kid } = await issuer.keys.generate('RS256');
    if (alone) published.clear();
    published.add(kid);
    current = kid;
    return { kid };
}

const v1Issuer = `https://sts.windows.net/${TENANT}/`;
const v2Issuer = base => `${base}/${TENANT}/v2.0`;

/** The claims of an access token of version 1 or 2, without times. */
function claims(base, version, client, granted) {
    return {
        ...granted,
        ver: `${version}.0`,
        tid: TENANT,
        oid: '5d6b1f3c-0000-4000-8000-000000000001',
        sub: granted.scp ? 'pairwise-of-the-user' : client,
        ...(version === 1 ? { iss: v1Issuer, aud: API, appid: client } : { iss: v2Issuer(base), aud: API_ID, azp: client })
    };
}

const short = scope =>
    (scope ?? '')
        .split(' ')
        .filter(name => name.startsWith(`${API}/`))
        .map(name => name.slice(API.length + 1))
        .filter(name => name !== '.default')
        .join(' ');

function clientOf({ headers, body }) {
    const [, basic] = /^Basic (.+)$/.exec(headers.authorization ?? '') ?? [];
    const [id, secret] = basic
        ? Buffer.from(basic, 'base64').toString().split(':').map(decodeURIComponent)
        : [body.client_id, body.client_secret];
    const app = apps[id];
    return app && app.secret === secret ? id : undefined;
}

/** The error that the token endpoint answers, undefined where it has none. */
function refusal(request) {
    const { body } = request;
    if (body.resource) return ['invalid_target', REJECTED];
    if (!clientOf(request)) return ['invalid_client', 'AADSTS7000215: Invalid client secret provided.'];
    if (body.grant_type === 'authorization_code' && request.grant?.redirect !== body.redirect_uri)
        return ['invalid_grant', 'AADSTS70008: The provided authorization code is expired or unknown.'];
    if (body.grant_type === 'refresh_token' && !request.grant)
        return ['invalid_grant', 'AADSTS70008: The refresh token is expired or unknown.'];
    return undefined;
}

function grantOf(body) {
    const store = body.grant_type === 'refresh_token' ? refreshTokens : codes;
    const name = body.grant_type === 'refresh_token' ? body.refresh_token : body.code;
    const grant = store.get(name);
    store.delete(name);
    return grant;
}

service.on(Events.BeforeTokenSigning, (token, request) => {
    if (token.payload.aud !== undefined) {
        // The id token; what the mock puts in beside is right already.
        Object.assign(token.payload, { iss: v2Issuer(issuer.url), tid: TENANT, ver: '2.0' });
        return;
    }
    const { body } = request;
    request.grant = grantOf(body);
    const granted = body.grant_type === 'client_credentials' ? { roles: ['Weather.Read'] } : { scp: short(request.grant?.scope) };
    delete token.payload.scope;
    delete token.payload.amr;
    token.payload.exp = token.payload.iat + LIFETIME;
    Object.assign(token.payload, claims(issuer.url, 2, clientOf(request) ?? 'unknown', granted));
});

service.on(Events.BeforeResponse, (response, request) => {
    const error = refusal(request);
    if (error) {
        response.statusCode = 400;
        response.body = { error: error[0], error_description: error[1] };
        return;
    }
    const { body } = response;
    const scope = request.grant?.scope ?? request.body.scope;
    body.scope = scope;
    body.expires_in = LIFETIME;
    if (scope.split(' ').includes('offline_access')) refreshTokens.set(body.refresh_token, request.grant);
    else delete body.refresh_token;
    if (!scope.split(' ').includes('openid')) delete body.id_token;
});

service.on(Events.BeforeAuthorizeRedirect, ({ url }, request) => {
    const { scope, client_id: client, redirect_uri: redirect } = request.query;
    codes.set(url.searchParams.get('code'), { scope, client, redirect });
});

const escaped = text => text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`);

/** What stands before the mock's own authorization endpoint: the app and its redirect URI, `resource`, and a page to sign in. */
function authorize(request, response, url) {
    const query = url.searchParams;
    const redirect = query.get('redirect_uri');
    const app = apps[query.get('client_id')];
    if (!app?.redirects.includes(redirect)) {
        response.writeHead(400, { 'Content-Type': 'text/html' });
        return void response.end('<title>Sign in failed</title>AADSTS50011: The redirect URI does not match.');
    }
    if (query.has('resource')) {
        const back = new URL(redirect);
        back.searchParams.set('error', 'invalid_target');
        back.searchParams.set('error_description', REJECTED);
        if (query.get('state')) back.searchParams.set('state', query.get('state'));
        return void response.writeHead(302, { Location: back.href }).end();
    }
    if (query.get('login')) return void service.requestHandler(request, response);
    const hidden = [...query].map(([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`);
    response.writeHead(200, { 'Content-Type': 'text/html' });
    response.end(
        `<title>Sign in to your account</title><form method="get" action="${url.pathname}">${hidden.join('')}` +
            '<input name="login"><button type="submit">Sign in</button></form>'
    );
}

function metadata(version, tenant) {
    const base = issuer.url;
    const at = `${base}/${tenant}`;
    return {
        issuer: version === 1 ? v1Issuer : tenant === TENANT ? v2Issuer(base) : `${base}/{tenantid}/v2.0`,
        authorization_endpoint: `${at}/oauth2/v2.0/authorize`,
        token_endpoint: `${at}/oauth2/v2.0/token`,
        jwks_uri: `${base}/${TENANT}/discovery/v2.0/keys`,
        response_types_supported: ['code', 'id_token'],
        subject_types_supported: ['pairwise'],
        id_token_signing_alg_values_supported: ['RS256'],
        token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
        scopes_supported: ['openid', 'profile', 'email', 'offline_access']
    };
}

/** A token with any claims; those given as null are left out. */
async function mint({ version = 2, client = 'c0ffee00-0000-4000-8000-00000000c002', granted = {}, set = {}, kid }) {
    return {
        token: await issuer.buildToken({
            kid,
            expiresIn: LIFETIME,
            scopesOrTransform: (_header, payload) => {
                Object.assign(payload, claims(issuer.url, version, client, granted), set);
                for (const [name, value] of Object.entries(payload)) if (value === null) delete payload[name];
            }
        })
    };
}

const controls = {
    token: mint,
    rotate: ({ alone }) => rotate(alone),
    app: ({ id, secret, redirects }) => {
        apps[id] = { secret, redirects };
        return {};
    },
    down: ({ is }) => ({ down: (down = is) }),
    requests: () => requests
};

async function body(request) {
    let text = '';
    for await (const chunk of request) text += chunk;
    return JSON.parse(text || '{}');
}

async function answer(request, response) {
    const url = new URL(request.url, issuer.url);
    const json = (value, status = 200) =>
        response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
    const control = /^\/control\/(\w+)$/.exec(url.pathname)?.[1];
    if (control) return json(await controls[control](await body(request)));
    requests[url.pathname] = (requests[url.pathname] ?? 0) + 1;
    if (down) return json({ error: 'temporarily_unavailable' }, 503);
    const [, tenant, v2] = /^\/([^/]+)(\/v2\.0)?\/\.well-known\/openid-configuration$/.exec(url.pathname) ?? [];
    if ([TENANT, 'common', 'organizations'].includes(tenant)) return json(metadata(v2 ? 2 : 1, tenant));
    if (url.pathname === `/${TENANT}/oauth2/v2.0/authorize`) return authorize(request, response, url);
    service.requestHandler(request, response);
}

await main(async ({ port }) => {
    const http = createServer((request, response) =>
        answer(request, response).catch(error => response.writeHead(500).end(String(error)))
    );
    await new Promise(resolve => http.listen(Number(port), '127.0.0.1', resolve));
    issuer.url = `http://localhost:${http.address().port}`;
    await rotate(true);
    report('listening', { port: http.address().port, base: issuer.url, tenant: TENANT, api: API, apiId: API_ID });
    await new Promise(resolve => process.stdin.resume().on('end', resolve).on('close', resolve));
});
