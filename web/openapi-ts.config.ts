import { defineConfig } from '@hey-api/openapi-ts';

/** The client of src/lib/api/generated, from the description that `kith openapi` wrote. `lib/api/index.ts` gives it its manners. */
export default defineConfig({
	input: './openapi.json',
	output: { path: process.env.KITH_CLIENT_FOLDER ?? './src/lib/api/generated', module: { extension: '.ts' } },
	logs: { level: 'error', file: false },
	plugins: ['@hey-api/typescript', '@hey-api/sdk', '@hey-api/client-fetch']
});
