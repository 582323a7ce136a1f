import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The server the pages talk to while they are being worked on. */
const target = process.env.COUNTERPART_SERVER ?? 'http://127.0.0.1:8080'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // Fonts stay files of their own: a data: URL would need a wider font-src.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
  },
  server: { proxy: { '/api': { target, changeOrigin: false } } },
})
