// example:begin
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

const url = new URL(process.env.MCP_URL ?? 'http://localhost:8080/weather-tools/mcp');
const transport = new StreamableHTTPClientTransport(url, {
    requestInit: { headers: { 'Ocp-Apim-Subscription-Key': process.env.WEATHER_TOOLS_KEY } }
});
const client = new Client({ name: 'example', version: '1.0.0' });
await client.connect(transport);
const result = await client.callTool({
    name: 'get_forecast',
    arguments: { latitude: 47.6062, longitude: -122.3321, days: 3 }
});
console.log(result.content[0].text);
await client.close();
// example:end
