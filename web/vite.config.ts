/// <reference types="node" />
import adapter from '@sveltejs/adapter-static';
import { sveltekit } from '@sveltejs/kit/vite';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const server = process.env.KITH_SERVER ?? 'http://127.0.0.1:8080';

/** Kit hides its announcer of page titles with a style attribute; a class does the same under `style-src 'self'`. */
const announcerByClass: Plugin = {
	name: 'kith-announcer-by-class',
	enforce: 'pre',
	transform: (code, id) => (/kit\/src\/runtime\/components\/root\.svelte$/.test(id) ? code.replace(/style="position: absolute[^"]*"/, 'class="visually-hidden"') : null)
};

export default defineConfig({
	plugins: [
		announcerByClass,
		sveltekit({
			adapter: adapter({ fallback: 'index.html', precompress: true }),
			// A fixed name: the same sources give the same build.
			version: { name: 'kith', pollInterval: 0 }
		})
	],
	server: { proxy: { '/api': { target: server, changeOrigin: false } } },
	preview: { proxy: { '/api': { target: server, changeOrigin: false } } },
	resolve: process.env.VITEST ? { conditions: ['browser'] } : undefined,
	test: { include: ['src/**/*.test.ts'], environment: 'node' }
});
