/** A real browser for tests: the machine's Chromium, else the one from npm with the libraries it brings. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]

export async function launchBrowser(): Promise<Browser> {
  const path = process.env.COUNTERPART_BROWSER ?? installed.find((file) => existsSync(file))
  // Where no locale is set a browser saves what is not named in ASCII as `download`.
  process.env.LC_ALL = 'C.UTF-8'
  if (path) return await chromium.launch({ executablePath: path, args })
  // The package reuses whatever lies in the temporary folder, also an older browser: give it one of its own.
  const folder = join(tmpdir(), 'counterpart-browser')
  mkdirSync(folder, { recursive: true })
  process.env.TMPDIR = folder
  // It unpacks NSS and fonts only where it believes to run in its home; on a bare machine they are missing.
  process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs24.x'
  const { default: packaged } = await import('@sparticuz/chromium')
  const executablePath = await packaged.executablePath()
  process.env.FONTCONFIG_FILE = fontsOf(folder)
  return await chromium.launch({
    executablePath,
    args: [...args, '--headless=shell', '--no-zygote'],
  })
}

/** Its own list of fonts names places where they are not, and a page without any font shows nothing at all. */
function fontsOf(folder: string): string {
  const file = join(folder, 'fonts.conf')
  const cache = join(folder, 'fonts-cache')
  writeFileSync(
    file,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${join(folder, 'fonts')}</dir><cachedir>${cache}</cachedir></fontconfig>\n`,
  )
  return file
}
