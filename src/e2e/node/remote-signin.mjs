// A visit through mcp-remote that signs a person in: --command (its command line as a JSON array), --wants (JSON, see visit.mjs),
// --user, --password, --press. It writes the address to open on its standard error; the scripted browser goes there, and back to the
// port on which mcp-remote waits.

import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { browse } from './browser.mjs';
import { awaited, main, report } from './report.mjs';
import { visit, watchProgress } from './visit.mjs';

await main(async ({ command, wants, user, password, press }) => {
    const [program, ...args] = JSON.parse(command);
    // No window opens on the screen of whoever runs the tests.
    const env = { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '', BROWSER: 'true' };
    const transport = new StdioClientTransport({ command: program, args, env, stderr: 'pipe' });
    const address = awaited('address to open', 30);
    let said = '';
    transport.stderr.on('data', chunk => {
        process.stderr.write(chunk);
        said += chunk;
        const [, url] = /authorize this client by visiting:\s+(http\S+)\s/.exec(said) ?? [];
        if (url) address.arrived(new URL(url));
    });
    const client = new Client({ name: 'e2e-remote', version: '1' });
    const connected = client.connect(transport, { timeout: 50_000 });
    connected.catch(() => {});

    const url = await address.promise;
    report('opened', { scope: url.searchParams.get('scope'), resource: url.searchParams.get('resource') });
    const redirect = new URL(url.searchParams.get('redirect_uri'));
    const { params, pages } = await browse(url, redirect.href, {
        user: user ?? 'ada',
        password: password ?? 'of-the-tests-only',
        press: new RegExp(press ?? 'sign in|log ?in|continue|allow|approve|accept|yes', 'i')
    });
    report('signed-in', { pages, error: params.get('error') });
    redirect.search = params.toString();
    await (await fetch(redirect)).body?.cancel();

    await connected;
    watchProgress(transport);
    report('connected', { server: client.getServerVersion()?.name });
    await visit(client, JSON.parse(wants), { callTool: (call, given) => client.callTool(call, undefined, given) });
    await client.close();
});
