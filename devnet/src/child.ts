/** A node's process from outside: started, told things, started again when somebody killed it. */
import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import type { Order, Report } from './node-process.ts'

export class NodeProcess implements AsyncDisposable {
  readonly #config: string
  readonly #killed: (() => void) | null
  #child: ChildProcess | null = null
  #stopping = false

  /** `killed`: called when the process ended without being asked to, before it is started again. */
  constructor(config: string, killed: (() => void) | null) {
    this.#config = config
    this.#killed = killed
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  /** @returns the address of its pages. @throws Error with the one line the node failed with */
  start(): Promise<string> {
    const child = fork(join(import.meta.dirname, 'node-process.ts'), [this.#config], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    this.#child = child
    return new Promise((resolve, reject) => {
      child.on('message', (report: Report) => {
        if (report.kind === 'ready') {
          resolve(report.url)
          child.once('exit', () => this.#ended())
        } else if (report.kind === 'failed') reject(new Error(report.line))
      })
      child.once('exit', (code) =>
        reject(new Error(`the node ended with ${code ?? 'a signal'} before it was ready`)),
      )
    })
  }

  #ended(): void {
    this.#child = null
    if (this.#stopping || !this.#killed) return
    this.#killed()
    setTimeout(() => void this.start().catch((error: unknown) => console.error(String(error))), 1000)
  }

  /** Resolves when the node has done as told. */
  async tell(order: Order): Promise<void> {
    const child = this.#child
    if (!child) return
    const done = new Promise<void>((resolve) => {
      const hear = (report: Report) => {
        if (report.kind !== 'done') return
        child.off('message', hear)
        resolve()
      }
      child.on('message', hear)
      child.once('exit', () => resolve())
    })
    child.send(order)
    await done
  }

  kill(): void {
    this.#child?.kill('SIGKILL')
  }

  async stop(): Promise<void> {
    this.#stopping = true
    const child = this.#child
    if (!child) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.send({ kind: 'stop' } satisfies Order)
    await gone
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }
}
