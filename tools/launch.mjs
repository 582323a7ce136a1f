// Starts a program of this repository under the pinned Node from whatever Node (20 or later) is there.
// Plain JavaScript on purpose: it is the only file that runs before anything is installed.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const pinned = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
/** What is made while something runs, and never committed. */
const scratch = join(root, '.counterpart')

/** Ends the program with one line that says what to do. */
class Stop extends Error {}

const leave = () => process.exit(1)
/** What has been started is not left behind. @type {(signal: NodeJS.Signals) => void} */
let whenEnded = leave

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
  process.on(signal, () => whenEnded(signal))

/**
 * npm passes the signal that ends it to the shell it started us with, and that shell ends without passing it on:
 * then we have another parent, and that is how we learn of it.
 */
function watchShell() {
  if (!process.env.npm_lifecycle_script?.includes('tools/launch.mjs')) return
  const shell = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === shell) return
    clearInterval(watch)
    whenEnded('SIGTERM')
  }, 500)
  watch.unref()
}

/** @param {Buffer | string} bytes */
function digest(bytes) {
  return createHash('sha256').update(bytes).digest('hex')
}

/** @param {string} file @returns {Record<string, { version?: string, link?: boolean, optional?: boolean }> | null} */
function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? null
  } catch {
    return null
  }
}

/**
 * Whether everything the lock file names is there. npm writes the list of what it installed last of all, so
 * that an installation broken off has none; a folder removed by hand is found missing.
 */
function isInstalled() {
  const wanted = packagesIn(join(root, 'package-lock.json'))
  if (!wanted)
    throw new Stop('package-lock.json is missing or damaged: clone the repository again, it is not complete.')
  const there = packagesIn(join(root, 'node_modules', '.package-lock.json'))
  if (!there || !existsSync(pinned)) return false
  for (const [path, { version, link, optional }] of Object.entries(wanted)) {
    if (!path.startsWith('node_modules/')) continue
    const found = there[path]
    if (!found && optional) continue
    if (!found || found.version !== version) return false
    if (!existsSync(link ? join(root, path) : join(root, path, 'package.json'))) return false
  }
  return true
}

/**
 * Runs a command quietly with a line that shows it is alive; its output is kept for when it fails.
 * @param {string} what @param {string} command @param {string[]} args @returns {Promise<{ code: number, output: string }>}
 */
function run(what, command, args) {
  return new Promise((resolve) => {
    const started = Date.now()
    let output = ''
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    whenEnded = (signal) => {
      child.kill(signal)
      process.exit(1)
    }
    const show = () => {
      const line = `counterpart: ${what} … ${Math.round((Date.now() - started) / 1000)} s`
      process.stderr.write(process.stderr.isTTY ? `\r${line} ` : `${line}\n`)
    }
    show()
    const beat = setInterval(show, process.stderr.isTTY ? 500 : 10_000)
    const keep = (/** @type {Buffer} */ chunk) => {
      output = (output + chunk).slice(-20_000)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    const end = (/** @type {number} */ code) => {
      clearInterval(beat)
      whenEnded = leave
      if (process.stderr.isTTY) process.stderr.write('\n')
      resolve({ code, output })
    }
    child.on('error', (error) => {
      output += error.message
      end(1)
    })
    child.on('close', (code) => end(code ?? 1))
  })
}

async function install() {
  const npm = process.env.npm_execpath
  const [command, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []]
  const args = [...first, 'ci', '--no-fund', '--no-audit', '--prefer-offline']
  const { code, output } = await run('installing packages (once)', command, args)
  if (code !== 0) throw new Stop(`packages cannot be installed: ${whyNot(output, code)}`)
  if (!existsSync(pinned))
    throw new Stop(
      'the pinned Node is missing because install scripts are switched off: run "npm ci --ignore-scripts=false" here once, then the command again.',
    )
  if (!isInstalled())
    throw new Stop('npm did not install everything: run "npm ci" here and look at what it says.')
}

/** @param {string} output of npm @param {number} code */
function whyNot(output, code) {
  const why = output.match(/npm (?:error|ERR!) (?:code|errno) (\S+)/)?.[1] ?? ''
  if (/ENOSPC/.test(output)) return 'the disk is full. Free about 1 GB here and run the command again.'
  if (/^spawn \S+ ENOENT/m.test(output))
    return 'npm is not found. Install it (it comes with Node) and run the command again.'
  if (
    /^(E(NOTFOUND|CONNREFUSED|CONNRESET|TIMEDOUT|NETUNREACH|HOSTUNREACH)|EAI_AGAIN|ERR_SOCKET_TIMEOUT)/.test(
      why,
    )
  )
    return `the npm registry is not reached (${why}). Check the line, the proxy or "npm config get registry" and run the command again.`
  if (/^E(ACCES|PERM|ROFS)/.test(why))
    return `this folder may not be written (${why}). Run "npm ci" here as its owner.`
  return `npm ended with ${why || code}. Run "npm ci" here to see why.`
}

/** @param {string} folder @returns {string[]} */
function sources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (['node_modules', 'dist', 'dev'].includes(entry.name)) return []
    const path = join(folder, entry.name)
    return entry.isDirectory() ? sources(path) : [path]
  })
}

/** Changes with everything the pages are made from. */
function webDigest() {
  const files = ['web', 'client', 'casework', 'protocol']
    .flatMap((shelf) => sources(join(root, shelf)))
    .filter((file) => !/\.test(-d)?\.tsx?$/.test(file))
    .concat(join(root, 'package-lock.json'), join(root, 'tsconfig.base.json'))
    .sort()
  return digest(files.map((file) => `${file.slice(root.length)} ${digest(readFileSync(file))}`).join('\n'))
}

function isBuilt() {
  const stamp = join(root, 'web', 'dist', '.built')
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === webDigest()
}

/** Beside the old pages, which a running node goes on serving until the new ones are whole. */
async function build() {
  const want = webDigest()
  const made = join(scratch, `web-${process.pid}`)
  const old = join(scratch, `web-${process.pid}-old`)
  const dist = join(root, 'web', 'dist')
  try {
    const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
    const args = [vite, 'build', join(root, 'web'), '--outDir', made, '--emptyOutDir', '--logLevel', 'warn']
    const { code, output } = await run('building the pages (once)', pinned, args)
    if (/ENOSPC/.test(output)) throw new Stop('the pages cannot be built: the disk is full.')
    if (code !== 0)
      throw new Stop(`the pages cannot be built: ${output.trim().split('\n').slice(-3).join(' ')}`)
    writeFileSync(join(made, '.built'), want)
    if (existsSync(dist)) renameSync(dist, old)
    renameSync(made, dist)
  } finally {
    for (const folder of [made, old]) rmSync(folder, { recursive: true, force: true })
  }
}

/** A lock nobody has touched for so long was left by a launch that was killed. */
const STALE_MS = 10_000

/** Two launches at once do not install or build over each other: the second waits and finds it done. */
async function locked(/** @type {() => Promise<void>} */ work) {
  mkdirSync(scratch, { recursive: true })
  const lock = join(scratch, 'launch.lock')
  for (let told = false; ; ) {
    try {
      writeFileSync(lock, `${process.pid}\n`, { flag: 'wx' })
      break
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error
    }
    const touched = statSync(lock, { throwIfNoEntry: false })?.mtimeMs
    if (touched !== undefined && Date.now() - touched > STALE_MS) rmSync(lock, { force: true })
    else await new Promise((resolve) => setTimeout(resolve, 500))
    if (!told) process.stderr.write('counterpart: another launch is preparing this folder; waiting for it.\n')
    told = true
  }
  const drop = () => rmSync(lock, { force: true })
  const beat = setInterval(() => utimesSync(lock, new Date(), new Date()), 1000)
  process.once('exit', drop)
  try {
    await work()
  } finally {
    clearInterval(beat)
    process.off('exit', drop)
    drop()
  }
}

/** @param {boolean} web */
async function prepare(web) {
  const isReady = () => isInstalled() && (!web || isBuilt())
  if (isReady()) return
  await locked(async () => {
    if (!isInstalled()) await install()
    if (web && !isBuilt()) await build()
  })
}

/** @param {string} program @param {string[]} rest */
function start(program, rest) {
  const child = spawn(pinned, ['--disable-warning=ExperimentalWarning', join(root, program), ...rest], {
    // Through the channel the program learns that this process is gone, even when it was killed.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    cwd: process.env.INIT_CWD ?? process.cwd(),
    env: {
      ...process.env,
      // Every process that is started below reads what another has compiled already, types stripped.
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(scratch, 'compiled'),
      PATH: `${dirname(pinned)}:${join(root, 'node_modules', '.bin')}:${process.env.PATH ?? ''}`,
    },
  })
  whenEnded = (signal) => child.kill(signal)
  child.on('error', (error) => {
    process.stderr.write(
      `counterpart: the pinned Node does not start (${error.message}): remove node_modules and run the command again.\n`,
    )
    process.exit(1)
  })
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
}

/** @param {unknown} error */
function lineOf(error) {
  if (error instanceof Stop) return error.message
  const { code, message } = /** @type {NodeJS.ErrnoException} */ (error)
  if (code === 'ENOSPC') return 'the disk is full. Free about 1 GB here and run the command again.'
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return `packages or pages have to be made first, and this folder may not be written (${code}): run "npm start" here once as its owner.`
  return `this folder cannot be prepared (${message}).`
}

const args = process.argv.slice(2)
const web = args[0] === '--web'
if (web) args.shift()
const [program, ...rest] = args
watchShell()
try {
  if (Number(process.versions.node.split('.')[0]) < 20)
    throw new Stop(`Node ${process.versions.node} is too old: install Node 20 or later.`)
  if (!program || !existsSync(join(root, program)))
    throw new Stop(`there is no program ${program ?? ''} here: clone the repository again.`)
  await prepare(web)
  start(program, rest)
} catch (error) {
  process.stderr.write(`counterpart: ${lineOf(error)}\n`)
  process.exitCode = 1
}
