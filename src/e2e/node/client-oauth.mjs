// A client that signs in, in either line of the TypeScript SDK, with nothing but the server's URL to start from.
//
// --sdk v1|v2  --url URL  --transport http|sse (http)  --mode legacy|auto (v2; legacy)
// --grant code|credentials|token (code)  --client JSON (code: left out to register; credentials: {clientId, clientSecret, scope?})
// --metadata JSON (of the registration)  --token TOKEN  --key SUBSCRIPTION-KEY  --user NAME  --password P  --press PATTERN
// --browser CHROMIUM (a real one instead of a scripted one)
// --calls JSON: what to do once connected, in turn: {"list":true}, {"name":…,"arguments":…}, {"spoil":true} (the access token)

import { keyHeaders, failure, main, report } from './report.mjs';
import { SignInProvider } from './oauth-provider.mjs';

const sdks = {
    v1: async () => ({
        ...(await import('@modelcontextprotocol/sdk/client/index.js')),
        ...(await import('@modelcontextprotocol/sdk/client/sse.js')),
        ...(await import('@modelcontextprotocol/sdk/client/streamableHttp.js')),
        ...(await import('@modelcontextprotocol/sdk/client/auth.js')),
        ...(await import('@modelcontextprotocol/sdk/client/auth-extensions.js')),
        options: () => ({}),
        callback: params => params.get('code')
    }),
    v2: async () => ({
        ...(await import('@modelcontextprotocol/client')),
        options: mode => ({ versionNegotiation: { mode: mode ?? 'legacy' } }),
        // The second line checks the issuer that came back too (RFC 9207).
        callback: params => params
    })
};

const parsed = text => (text === undefined ? undefined : JSON.parse(text));

await main(async options => {
    const sdk = await sdks[options.sdk]();
    const provider = {
        code: () =>
            new SignInProvider({
                client: parsed(options.client),
                metadata: parsed(options.metadata),
                person: {
                    user: options.user ?? 'ada',
                    password: options.password ?? 'of-the-tests-only',
                    browser: options.browser,
                    press: new RegExp(options.press ?? 'sign in|log ?in|continue|allow|approve|accept|yes', 'i')
                }
            }),
        credentials: () => new sdk.ClientCredentialsProvider(parsed(options.client)),
        token: () => undefined
    }[options.grant ?? 'code']();
    const headers = { ...keyHeaders(options.key), ...(options.token ? { Authorization: `Bearer ${options.token}` } : {}) };

    const open = () => {
        const Transport = options.transport === 'sse' ? sdk.SSEClientTransport : sdk.StreamableHTTPClientTransport;
        return new Transport(new URL(options.url), { authProvider: provider, requestInit: { headers } });
    };
    let transport = open();
    let client;

    /** What an application does with UnauthorizedError: send the person to the browser, hand the code over, try again. */
    const signedIn = async (what, again) => {
        for (let attempts = 0; ; attempts++) {
            try {
                return await what();
            } catch (error) {
                if (!(error instanceof sdk.UnauthorizedError) || !provider?.asked || attempts === 2) throw error;
                await transport.finishAuth(sdk.callback(await provider.signIn()));
                await again();
            }
        }
    };

    const connect = async () => {
        client = new sdk.Client({ name: `e2e-oauth-${options.sdk}`, version: '1' }, sdk.options(options.mode));
        await client.connect(transport);
    };
    await signedIn(connect, () => (transport = open()));
    report('connected', { server: client.getServerVersion()?.name });

    const steps = {
        list: async () => report('tools', { names: (await client.listTools()).tools.map(tool => tool.name) }),
        spoil: () => provider.spoil(),
        call: async ({ name, arguments: given }) => {
            const { content, isError } = await client.callTool({ name, arguments: given });
            report('called', { name, isError: isError ?? false, text: content.map(part => part.text ?? '').join('\n') });
        }
    };
    for (const call of parsed(options.calls ?? '[{"list":true}]')) {
        const step = call.list ? steps.list : call.spoil ? steps.spoil : steps.call;
        try {
            await signedIn(() => step(call), () => {});
        } catch (error) {
            report('refused', { name: call.name, code: error?.code, ...failure(error) });
        }
    }
    await client.close();
});
