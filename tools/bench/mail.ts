/**
 * What offices use instead: mail that is signed, encrypted, relayed from one Postfix to another, decrypted and
 * verified, with a delivery receipt back in the sender's box. Both servers are private to the run and on loopback.
 */
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { type Socket, connect as tcp } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { inTurns } from './measure.ts'
import { freePort, run } from './programs.ts'

export interface Mail {
  version: string
  messages: number
  /** With the receipt back. */
  perSecond: number
}

const POSTFIX = '/usr/sbin/postfix'
const LONGEST = 120_000

/** A text for what is not there. */
export async function measureMail(bytes: number, messages: number, atOnce: number): Promise<Mail | string> {
  if (!existsSync(POSTFIX)) return 'not installed'
  if (userInfo().uid !== 0) return 'installed; it has to be started as root'
  const folder = await mkdtemp(join(tmpdir(), 'mail-'))
  await chmod(folder, 0o755)
  const started: string[] = []
  try {
    const [from, to] = [await freePort(), await freePort()]
    const version = (await run('/usr/sbin/postconf', ['-d', '-h', 'mail_version'])).trim()
    await certificates(folder)
    for (const [name, port, other] of [
      ['aaa', from, to],
      ['bbb', to, from],
    ] as const) {
      const place = await configure(folder, name, port, other)
      started.push(place)
      await run(POSTFIX, ['-c', place, 'start'])
    }
    const text = randomBytes(Math.ceil(bytes / 2)).toString('hex')
    await writeFile(join(folder, 'text'), text)
    const begun = performance.now()
    let opened = 0
    const opening = async () => {
      const seen = new Set<string>()
      while (opened < messages) {
        const fresh = (await boxOf(folder, 'bbb')).filter((name) => !seen.has(name))
        for (const name of fresh) seen.add(name)
        await inTurns(fresh.length, 2, async (turn) => {
          await openMail(folder, join(folder, 'box-bbb', 'box', 'new', fresh[turn] ?? ''))
          opened += 1
        })
        if (performance.now() - begun > LONGEST) throw new Error('mail did not come')
        if (fresh.length === 0) await pause(10)
      }
    }
    const reading = opening()
    reading.catch(() => undefined)
    await inTurns(messages, atOnce, async () => send(from, await sealMail(folder)))
    await reading
    while ((await boxOf(folder, 'aaa')).length < messages) {
      if (performance.now() - begun > LONGEST) throw new Error('receipts did not come')
      await pause(10)
    }
    return { version, messages, perSecond: (messages * 1000) / (performance.now() - begun) }
  } catch (error) {
    return `installed, and did not run: ${error instanceof Error ? error.message : error}`
  } finally {
    for (const place of started) await run(POSTFIX, ['-c', place, 'stop']).catch(() => undefined)
    await rm(folder, { recursive: true, force: true })
  }
}

async function configure(folder: string, name: string, port: number, other: number): Promise<string> {
  const place = join(folder, name)
  const peer = name === 'aaa' ? 'bbb' : 'aaa'
  const nobody = Number(await run('/usr/bin/id', ['-u', 'nobody']))
  for (const made of ['', 'queue', 'data']) await mkdir(join(place, made), { recursive: true })
  const box = join(folder, `box-${name}`)
  await mkdir(box)
  await run('/bin/chown', ['postfix', join(place, 'data')])
  await run('/bin/chown', [`${nobody}`, box])
  const main = {
    compatibility_level: '3.6',
    queue_directory: join(place, 'queue'),
    data_directory: join(place, 'data'),
    daemon_directory: '/usr/lib/postfix/sbin',
    inet_interfaces: '127.0.0.1',
    inet_protocols: 'ipv4',
    myhostname: `${name}.test`,
    mydestination: '',
    mynetworks: '127.0.0.0/8',
    smtp_host_lookup: 'native',
    transport_maps: `inline:{ ${peer}.test=smtp:[127.0.0.1]:${other} }`,
    virtual_mailbox_domains: `${name}.test`,
    virtual_mailbox_base: box,
    virtual_mailbox_maps: 'static:box/',
    virtual_minimum_uid: '1',
    virtual_uid_maps: `static:${nobody}`,
    virtual_gid_maps: `static:${nobody}`,
    maillog_file: '/dev/null',
    maillog_file_prefixes: '/dev',
  }
  const lines = Object.entries(main).map(([key, value]) => `${key} = ${value}\n`)
  await writeFile(join(place, 'main.cf'), lines.join(''))
  const services = [
    `127.0.0.1:${port} inet n - n - - smtpd`,
    'pickup unix n - n 60 1 pickup',
    'cleanup unix n - n - 0 cleanup',
    'qmgr unix n - n 300 1 qmgr',
    'rewrite unix - - n - - trivial-rewrite',
    ...['bounce', 'defer', 'trace'].map((one) => `${one} unix - - n - 0 bounce`),
    'verify unix - - n - 1 verify',
    'flush unix n - n 1000? 0 flush',
    'proxymap unix - - n - - proxymap',
    'smtp unix - - n - - smtp',
    'error unix - - n - - error',
    'retry unix - - n - - error',
    'discard unix - - n - - discard',
    'virtual unix - n n - - virtual',
    'anvil unix - - n - 1 anvil',
    'scache unix - - n - 1 scache',
    'postlog unix-dgram n - n - 1 postlogd',
  ]
  await writeFile(join(place, 'master.cf'), `${services.join('\n')}\n`)
  return place
}

async function certificates(folder: string): Promise<void> {
  for (const name of ['aaa', 'bbb'])
    await run('openssl', [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'],
      ...[
        '-subj',
        `/CN=${name}`,
        '-keyout',
        join(folder, `${name}.key`),
        '-out',
        join(folder, `${name}.pem`),
      ],
    ])
}

async function sealMail(folder: string): Promise<string> {
  const at = (name: string) => join(folder, name)
  const signed = await run(
    'openssl',
    [
      ...['cms', '-sign', '-binary', '-nodetach', '-in', at('text')],
      ...['-signer', at('aaa.pem'), '-inkey', at('aaa.key'), '-outform', 'DER'],
    ],
    { encoding: 'latin1' },
  )
  return run('openssl', ['cms', '-encrypt', '-binary', '-aes-256-gcm', '-outform', 'SMIME', at('bbb.pem')], {
    input: signed,
  })
}

async function openMail(folder: string, file: string): Promise<void> {
  const at = (name: string) => join(folder, name)
  const given = await readFile(file, 'latin1')
  const signed = await run(
    'openssl',
    [...['cms', '-decrypt', '-inform', 'SMIME', '-recip', at('bbb.pem'), '-inkey', at('bbb.key')]],
    { input: given.slice(given.indexOf('MIME-Version:')), encoding: 'latin1' },
  )
  await run(
    'openssl',
    [...['cms', '-verify', '-binary', '-inform', 'DER', '-CAfile', at('aaa.pem'), '-purpose', 'any']],
    { input: signed, encoding: 'latin1' },
  )
}

async function boxOf(folder: string, name: string): Promise<string[]> {
  return readdir(join(folder, `box-${name}`, 'box', 'new')).catch(() => [])
}

/** One connection, one message; the server's word is waited for at every step. */
async function send(port: number, message: string): Promise<void> {
  const socket: Socket = tcp(port, '127.0.0.1')
  try {
    const lines = createInterface({ input: socket })[Symbol.asyncIterator]()
    const hear = async () => {
      for (;;) {
        const { value } = await lines.next()
        const line = String(value)
        if (/^[45]|^undefined/.test(line)) throw new Error(`the mail server said ${line}`)
        if (line[3] !== '-') return
      }
    }
    const say = async (text: string) => {
      socket.write(`${text}\r\n`)
      await hear()
    }
    await hear()
    await say('EHLO aaa.test')
    await say('MAIL FROM:<box@aaa.test> RET=HDRS')
    await say('RCPT TO:<box@bbb.test> NOTIFY=SUCCESS')
    await say('DATA')
    await say(`Subject: invented\r\n${message.replace(/\r?\n/g, '\r\n')}\r\n.`)
    socket.write('QUIT\r\n')
  } finally {
    socket.destroySoon()
  }
}
