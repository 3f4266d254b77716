// An issuer that honours resource indicators (RFC 8707): oidc-provider with its development pages for sign-in and consent, dynamic
// registration and PKCE. --port N (0: any); prints {"step":"listening","port":N}. Ends when its standard input does.
//
// Access tokens are JWTs whose audience is the one resource that was asked for. Clients that are there from the start: `robot` (client
// credentials), `sprinter` (the same with tokens of SPRINT seconds), `desktop` (public, code with PKCE, any loopback port), `kiosk` (the
// same without refresh tokens). A client that registers itself can ask later for no scope but those it registered with.

import { createServer } from 'node:http';
import { exportJWK, generateKeyPair } from 'jose';
import Provider, { errors } from 'oidc-provider';
import { main, report } from './report.mjs';

const SCOPES = ['weather.read', 'weather.alerts'];
const SPRINT = 4;
const SECRET = 'of-the-tests-only';

const machine = client_id => ({
    client_id,
    client_secret: SECRET,
    grant_types: ['client_credentials'],
    redirect_uris: [],
    response_types: [],
    scope: SCOPES.join(' ')
});

const native = (client_id, grant_types) => ({
    client_id,
    application_type: 'native',
    token_endpoint_auth_method: 'none',
    grant_types,
    redirect_uris: ['http://127.0.0.1/callback']
});

async function provider(issuer) {
    const { privateKey } = await generateKeyPair('RS256', { extractable: true });
    const key = { ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig', kid: 'one' };
    return new Provider(issuer, {
        jwks: { keys: [key] },
        cookies: { keys: ['of-the-tests-only'] },
        scopes: ['openid', 'offline_access', ...SCOPES],
        findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
        clients: [
            machine('robot'),
            machine('sprinter'),
            native('desktop', ['authorization_code', 'refresh_token']),
            native('kiosk', ['authorization_code'])
        ],
        issueRefreshToken: (_context, client) => client.grantTypeAllowed('refresh_token'),
        expiresWithSession: () => false,
        ttl: { Session: 600, Grant: 600, Interaction: 60, IdToken: 60, RefreshToken: 600, AuthorizationCode: 60 },
        features: {
            registration: { enabled: true },
            clientCredentials: { enabled: true },
            resourceIndicators: {
                enabled: true,
                // A client that names no resource gets a token that opens nothing here.
                defaultResource: () => undefined,
                // The code's resource also where the token request does not repeat it.
                useGrantedResource: () => true,
                getResourceServerInfo: (_context, indicator, client) => {
                    if (!/^http:\/\/localhost:\d+\/[\w-]+\/(mcp|sse)$/.test(indicator)) throw new errors.InvalidTarget();
                    return {
                        scope: SCOPES.join(' '),
                        audience: indicator,
                        accessTokenFormat: 'jwt',
                        accessTokenTTL: client.clientId === 'sprinter' ? SPRINT : 300,
                        jwt: { sign: { alg: 'RS256' } }
                    };
                }
            }
        }
    });
}

await main(async ({ port }) => {
    let answer;
    const http = createServer((request, response) => answer(request, response));
    await new Promise(resolve => http.listen(Number(port), '127.0.0.1', resolve));
    const issuer = `http://localhost:${http.address().port}`;
    answer = (await provider(issuer)).callback();
    report('listening', { port: http.address().port, issuer });
    await new Promise(resolve => process.stdin.resume().on('end', resolve).on('close', resolve));
});
