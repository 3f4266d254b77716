// What an application brings to the SDKs' sign-in: where it keeps client, tokens and verifier, and how it opens a browser. The interface is
// the same in both lines of the TypeScript SDK.

import { randomUUID } from 'node:crypto';
import { browse } from './browser.mjs';
import { browseInChromium } from './chromium.mjs';
import { report } from './report.mjs';

// Nobody listens there: the scripted browser stops before it.
const REDIRECT = 'http://127.0.0.1:49151/callback';

export class SignInProvider {
    #client;
    #tokens;
    #verifier;
    #discovery;
    #state;
    #opened;

    /**
     * @param client `{ client_id, client_secret? }` of a client that is registered already; undefined: register it
     * @param metadata what the registration says beside the usual
     * @param person see browser.mjs
     */
    constructor({ client, metadata, person }) {
        this.#client = client;
        this.metadata = metadata;
        this.person = person;
    }

    get redirectUrl() {
        return REDIRECT;
    }

    get clientMetadata() {
        return {
            client_name: 'End-to-end test',
            redirect_uris: [REDIRECT],
            grant_types: ['authorization_code', 'refresh_token'],
            response_types: ['code'],
            token_endpoint_auth_method: 'none',
            ...this.metadata
        };
    }

    state() {
        return (this.#state = randomUUID());
    }

    clientInformation() {
        return this.#client;
    }

    saveClientInformation(client) {
        if (!this.#client) report('registered', { client: client.client_id });
        this.#client = client;
    }

    tokens() {
        return this.#tokens;
    }

    saveTokens(tokens) {
        report('tokens', { scope: tokens.scope, refresh: tokens.refresh_token !== undefined });
        this.#tokens = tokens;
    }

    /** Makes the access token worthless, as its end would. */
    spoil() {
        this.#tokens = { ...this.#tokens, access_token: 'spoilt' };
    }

    redirectToAuthorization(url) {
        this.#opened = url;
    }

    saveCodeVerifier(verifier) {
        this.#verifier = verifier;
    }

    codeVerifier() {
        return this.#verifier;
    }

    discoveryState() {
        return this.#discovery;
    }

    saveDiscoveryState(state) {
        report('discovered', { server: state.authorizationServerUrl, resource: state.resourceMetadata?.resource });
        this.#discovery = state;
    }

    invalidateCredentials(scope) {
        if (scope === 'all' || scope === 'client') this.#client = undefined;
        if (scope === 'all' || scope === 'tokens') this.#tokens = undefined;
    }

    /** Whether the SDK asked for the browser. */
    get asked() {
        return this.#opened !== undefined;
    }

    /** Lets the person go through the pages; what comes back is the redirect's parameters. */
    async signIn() {
        const url = this.#opened;
        this.#opened = undefined;
        report('opened', { scope: url.searchParams.get('scope'), resource: url.searchParams.get('resource') });
        const through = this.person.browser ? browseInChromium : browse;
        const { params, pages, cookies } = await through(url, REDIRECT, this.person);
        report('signed-in', { pages, cookies, error: params.get('error'), iss: params.get('iss') });
        if (params.get('error')) throw new Error(`sign-in: ${params.get('error')} ${params.get('error_description')}`);
        if (params.get('state') !== this.#state) throw new Error('sign-in: another state came back');
        return params;
    }
}
