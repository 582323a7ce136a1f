/** A node's process from outside: started, told things, started again when somebody killed it. */
import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import type { Order, Report } from './node-process.ts'

/** After so many milliseconds a node that was asked to end is ended. */
const PATIENCE_MS = 20_000
const AGAIN_MS = 1000
/** When a node that was started again failed, such as on a full disk. */
const FAILED_AGAIN_MS = 10_000

export class NodeProcess implements AsyncDisposable {
  readonly #config: string
  readonly #say: (line: string) => void
  /** What a node that is started again has to be told: its line is as bad as before, its clock as wrong. */
  readonly #told = new Map<Order['kind'], Order>()
  #child: ChildProcess | null = null
  #again: ReturnType<typeof setTimeout> | null = null
  #stopping = false

  /** `say`: told when the process ended without being asked to, and when it runs again. */
  constructor(config: string, say: (line: string) => void) {
    this.#config = config
    this.#say = say
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  /** @returns the address of its pages. @throws Error with the one line the node failed with */
  async start(): Promise<string> {
    const { DATABASE_URL: _, COUNTERPART_OIDC_SECRET: __, ...env } = process.env
    const child = fork(join(import.meta.dirname, 'node-process.ts'), [this.#config], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      // One database for two states would be none: each has its own, whatever the environment says.
      env,
    })
    this.#child = child
    child.on('error', () => undefined)
    const url = await new Promise<string>((resolve, reject) => {
      child.on('message', (report: Report) => {
        if (report.kind === 'ready') resolve(report.url)
        else if (report.kind === 'failed') reject(new Error(report.line))
      })
      child.once('exit', (code) => {
        this.#child = null
        reject(new Error(`internal: the node ended (${code ?? 'killed'}) before it was ready`))
      })
    })
    child.once('exit', () => this.#ended())
    for (const order of this.#told.values()) await tell(child, order)
    return url
  }

  #ended(): void {
    this.#child = null
    if (this.#stopping) return
    this.#say('ended by itself and is started again')
    this.#startAgain(AGAIN_MS)
  }

  #startAgain(after: number): void {
    this.#again = setTimeout(() => {
      this.start().then(
        () => this.#say('runs again'),
        (error: unknown) => {
          if (this.#stopping) return
          this.#say(
            `${error instanceof Error ? error.message : 'failed'} (tried again in ${FAILED_AGAIN_MS / 1000} s)`,
          )
          this.#startAgain(FAILED_AGAIN_MS)
        },
      )
    }, after)
  }

  /** Resolves when the node has done as told; one that is down does it as soon as it runs again. */
  async tell(order: Order): Promise<void> {
    if (order.kind !== 'stop') this.#told.set(order.kind, order)
    if (this.#child) await tell(this.#child, order)
  }

  kill(): void {
    this.#child?.kill('SIGKILL')
  }

  async stop(): Promise<void> {
    this.#stopping = true
    if (this.#again) clearTimeout(this.#again)
    const child = this.#child
    if (!child) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    if (child.connected) child.send({ kind: 'stop' } satisfies Order, () => undefined)
    const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS)
    if (child.exitCode === null && child.signalCode === null) await gone
    clearTimeout(timer)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }
}

function tell(child: ChildProcess, order: Order): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      child.off('message', hear)
      child.off('exit', end)
      resolve()
    }
    const hear = (report: Report) => {
      if (report.kind === 'done') end()
    }
    if (!child.connected) return resolve()
    child.on('message', hear)
    child.once('exit', end)
    child.send(order, (error) => {
      if (error) end()
    })
    return undefined
  })
}
