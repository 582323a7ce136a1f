/** A connection to one node as one officer: typed calls, the token that writes need, and errors with their code. */
import createClient, { type Client, type Middleware } from 'openapi-fetch'
import type { paths } from './api.d.ts'

export type Text3 = { en: string; vi: string; 'zh-Hans': string }

/** What a node answered instead; `code` is stable. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly text: Text3 | null
  readonly path: string | null

  constructor(of: { status: number; code: string; text?: Text3 | null; path?: string | null }) {
    super(of.code)
    this.name = 'ApiError'
    this.status = of.status
    this.code = of.code
    this.text = of.text ?? null
    this.path = of.path ?? null
  }
}

export interface ConnectOptions {
  /** Such as `http://vnm.localhost:7411`; in a page of the node itself, leave it out. */
  url?: string
  fetch?: typeof fetch
  /** Outside browsers, which keep cookies themselves: keep the session's cookie here. */
  cookies?: boolean
}

export interface Connection {
  api: Client<paths>
  /** The same path to the node for what is not typed, such as downloads and live updates. */
  fetch(path: string, init?: RequestInit): Promise<Response>
}

type SessionRead = { officer?: { id?: string } | null; csrf?: string | null } | null

export const CSRF_HEADER = 'x-counterpart-csrf'

/** The node only says that a write is not of its session's page; whose session that is now, the page finds out. */
export const OTHER_OFFICER = 'other-officer'

export function connect(options: ConnectOptions = {}): Connection {
  const send = options.fetch ?? globalThis.fetch.bind(globalThis)
  const jar = new Map<string, string>()
  let csrf: string | null = null
  /** Whose acts these are; whoever else signs in beside it in the same browser does not act here. */
  let officer: string | null = null

  async function once(request: Request, token: string | null): Promise<Response> {
    if (options.cookies && jar.size > 0)
      request.headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '))
    if (token !== null && request.method !== 'GET') request.headers.set(CSRF_HEADER, token)
    const answer = await send(request)
    if (options.cookies) keepCookies(jar, answer.headers.getSetCookie())
    return answer
  }

  /** Nothing was done of a write with the token of an older session, so it is made again with that of the new one. */
  async function reach(request: Request, again: () => Request): Promise<Response> {
    const sent = csrf
    const answer = await once(request, sent)
    if (request.method === 'GET' || answer.status !== 403) return answer
    const { code } = await errorOf(answer.clone())
    if (code !== 'bad-csrf') return answer
    const now = await renewed(request.url, sent)
    if (now === 'other') return Response.json({ error: { code: OTHER_OFFICER } }, { status: answer.status })
    return now === 'same' ? once(again(), csrf) : answer
  }

  /**
   * Takes the token of a session that was begun in another page, if it is the same officer's; `other` if it is another's.
   * `refused`: what was sent; another write may have taken the new one since.
   */
  async function renewed(url: string, refused: string | null): Promise<'same' | 'other' | null> {
    if (officer === null) return null
    const answer = await once(new Request(new URL('/api/session', url), { credentials: 'same-origin' }), null)
    const read = (answer.ok ? await answer.json().catch(() => null) : null) as SessionRead
    const who = read?.officer?.id
    if (who !== undefined && who !== officer) return 'other'
    if (!who || !read?.csrf || read.csrf === refused) return null
    csrf = read.csrf
    return 'same'
  }

  const session: Middleware = {
    async onResponse({ response, schemaPath }) {
      if (!response.ok) throw await errorOf(response)
      if (!/^\/api\/(session|passkeys\/(enrol|sign-in))$/.test(schemaPath)) return
      const read = (await response.clone().json()) as SessionRead
      csrf = read?.csrf ?? null
      // One whose session ended is still the one whose acts these are.
      officer = read?.officer?.id ?? officer
    },
  }
  const api = createClient<paths>({
    ...(options.url === undefined ? {} : { baseUrl: options.url }),
    fetch: (request) => {
      const same = request.clone()
      return reach(request, () => same)
    },
    credentials: 'same-origin',
  })
  api.use(session)
  return {
    api,
    async fetch(path, init) {
      const base = options.url ?? (globalThis as { location?: { origin: string } }).location?.origin
      // Made twice and not copied: a copy would hold in memory all of a large file that is sent.
      const made = () => new Request(new URL(path, base), { credentials: 'same-origin', ...init })
      const answer = await reach(made(), made)
      if (!answer.ok) throw await errorOf(answer)
      return answer
    },
  }
}

/** The one thing every call of the API answers when it goes well. */
export async function good<T>(call: Promise<{ data?: T; response: Response }>): Promise<T> {
  const { data, response } = await call
  if (data === undefined) throw new ApiError({ status: response.status, code: 'no-answer' })
  return data
}

function keepCookies(jar: Map<string, string>, set: readonly string[]): void {
  for (const line of set) {
    const [pair = '', ...attributes] = line.split(';')
    const at = pair.indexOf('=')
    const name = pair.slice(0, at).trim()
    const gone = attributes.some((one) => /^\s*(max-age=0|expires=thu, 01 jan 1970)/i.test(one))
    if (gone) jar.delete(name)
    else jar.set(name, pair.slice(at + 1).trim())
  }
}

export async function errorOf(response: Response): Promise<ApiError> {
  const { status } = response
  const read: unknown = await response.json().catch(() => null)
  const error = (read as { error?: { code?: unknown; message?: unknown; path?: unknown } } | null)?.error
  if (!error || typeof error.code !== 'string') return new ApiError({ status, code: 'no-answer' })
  const text = typeof error.message === 'object' ? (error.message as Text3 | null) : null
  return new ApiError({
    status,
    code: error.code,
    text,
    path: typeof error.path === 'string' ? error.path : null,
  })
}
