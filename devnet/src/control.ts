/** The page and the API that tell the link between the two nodes to misbehave; on this machine only. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Faults, NO_FAULTS } from './faults.ts'

export interface Side {
  code: string
  url: string
}

export interface Control {
  url: string
  close(): Promise<void>
}

const bounds: Record<keyof Faults, (value: unknown) => boolean> = {
  cut: (value) => typeof value === 'boolean',
  loseRequest: isShare,
  loseAnswer: isShare,
  repeat: isShare,
  reorder: isShare,
  delay: (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 60_000,
}

function isShare(value: unknown): boolean {
  return typeof value === 'number' && value >= 0 && value <= 1
}

/** What was asked for, or a sentence that says what is wrong with it. */
export function readFaults(text: string): Faults | string {
  let given: unknown
  try {
    given = JSON.parse(text)
  } catch {
    return 'not JSON'
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return 'not an object'
  for (const [name, value] of Object.entries(given))
    if (!Object.hasOwn(bounds, name) || !bounds[name as keyof Faults](value))
      return `${name} is unknown or out of bounds`
  return { ...NO_FAULTS, ...given }
}

/** `apply` gives the faults to both nodes; they answer for themselves from then on. */
export async function startControl(
  port: number,
  sides: Side[],
  apply: (faults: Faults) => void,
): Promise<Control> {
  let faults = NO_FAULTS
  const server: Server = createServer((request, response) => {
    const host = request.headers.host ?? ''
    // A page elsewhere must not cut the line through the officer's browser.
    if (!/^(localhost|127\.0\.0\.1)(:\d+)?$/.test(host)) return void response.writeHead(421).end()
    if (request.method === 'GET' && request.url === '/')
      return void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page(sides))
    if (request.method === 'GET' && request.url === '/sides')
      return void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(sides))
    if (request.method === 'GET' && request.url === '/link')
      return void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(faults))
    if (request.method !== 'POST' || request.url !== '/link') return void response.writeHead(404).end()
    if (request.headers['content-type'] !== 'application/json') return void response.writeHead(415).end()
    let body = ''
    request.on('data', (chunk: Buffer) => {
      body += chunk
      if (body.length > 4096) request.destroy()
    })
    request.on('end', () => {
      const read = readFaults(body)
      if (typeof read === 'string') return void response.writeHead(400).end(`${read}\n`)
      faults = read
      apply(faults)
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(faults))
    })
    return undefined
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

function page(sides: Side[]): string {
  const rows: [keyof Faults, string][] = [
    ['loseRequest', 'Mất thư gửi đi · 丢失发出的消息 · Lose messages'],
    ['loseAnswer', 'Mất thư trả lời · 丢失答复 · Lose answers'],
    ['repeat', 'Lặp lại · 重复 · Repeat'],
    ['reorder', 'Đảo thứ tự · 乱序 · Reorder'],
  ]
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Counterpart: devnet</title>
<style>body{font:16px/1.5 "Noto Sans","Noto Sans SC",system-ui,sans-serif;max-width:44rem;margin:3rem auto;padding:0 1rem;color:#1d2733}
label{display:grid;grid-template-columns:1fr 12rem 4rem;gap:1rem;align-items:center;padding:.4rem 0}a{color:#0b6e6e;font-weight:600;margin-right:2rem}
button{font:inherit;padding:.5rem 1.2rem;border:1px solid #0b6e6e;background:#0b6e6e;color:#fff;border-radius:6px}output{text-align:right;font-variant-numeric:tabular-nums}</style>
<h1>Counterpart</h1><p>${sides.map((side) => `<a href="${side.url}" target="${side.code}">${side.code.toUpperCase()}</a>`).join('')}</p>
<h2>Đường truyền · 线路 · The line</h2><form>
<label>Cắt đường truyền · 切断 · Cut<input type="checkbox" name="cut"><output></output></label>
${rows.map(([name, text]) => `<label>${text}<input type="range" name="${name}" min="0" max="1" step="0.05" value="0"><output>0</output></label>`).join('\n')}
<label>Trễ tối đa (ms) · 最大延迟（毫秒）· Delay up to (ms)<input type="range" name="delay" min="0" max="10000" step="100" value="0"><output>0</output></label></form>
<script>
const form = document.querySelector('form')
const show = (faults) => { for (const input of form.elements) if (input.name) { if (input.type === 'checkbox') input.checked = faults[input.name]; else { input.value = faults[input.name]; input.nextElementSibling.value = faults[input.name] } } }
fetch('/link').then((r) => r.json()).then(show)
form.addEventListener('input', async () => {
  const faults = {}
  for (const input of form.elements) if (input.name) faults[input.name] = input.type === 'checkbox' ? input.checked : Number(input.value)
  show(await (await fetch('/link', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(faults) })).json())
})
</script></html>`
}
