/** What was typed after `counterpart init`, made into what a node is made from. */
import { readFileSync } from 'node:fs'

export interface InitArguments {
  party: string
  domain: string
  nameEn: string
  nameVi: string
  nameZh: string
  url: string
  listen: string
  peer: string
  peerUrl: string
  relation: string
  offices: string
  oidcConfig?: string
  signers?: string
}

/** The first administrator. */
export interface First {
  administrator: string
  office: string
}

export interface Address {
  host: string
  port: number
}

/** @throws Error `bad-option: …` */
export function initOptions(folder: string, given: InitArguments) {
  const { party, domain, nameEn, nameVi, nameZh, url, peerUrl, relation, offices } = given
  const sides = /^([a-z][a-z0-9]{1,15})~([a-z][a-z0-9]{1,15})\/[a-z][a-z0-9-]{0,31}$/.exec(relation)
  if (!sides || (sides[1] ?? '') >= (sides[2] ?? ''))
    throw new Error(
      'bad-option: --relation is two different codes in order and a word, such as chn~vnm/border',
    )
  if (party !== sides[1] && party !== sides[2])
    throw new Error(`bad-option: --party has to be one of the two in ${relation}`)
  if (!/^https:\/\/[a-z0-9.-]{1,200}:[0-9]{1,5}$/.test(peerUrl) || !URL.canParse(peerUrl))
    throw new Error('bad-option: --peer-url has to be of the form https://host:port')
  return {
    folder,
    party,
    domain,
    name: { en: nameEn, vi: nameVi, 'zh-Hans': nameZh },
    url,
    listen: address('--listen', given.listen),
    peer: address('--peer', given.peer),
    peerUrl,
    relation,
    offices,
  }
}

/**
 * @param from where the offices stand
 * @throws Error `bad-option: …`
 */
export function checkFirst(
  { administrator, office }: First,
  known: {
    directory: { office(code: string): { side: string } | null }
    /** What an account may be called, whoever makes it. */
    isName(name: string): boolean
  },
  party: string,
  from: string,
): void {
  if (!known.isName(administrator))
    throw new Error(
      'bad-option: --administrator is the name of a person, in one line with nothing hidden in it',
    )
  if (known.directory.office(office)?.side !== party)
    throw new Error(`bad-option: --office ${office} is no office of ${party} in ${from}`)
}

/** `host:port`; an IPv6 host stands in brackets. */
function address(option: string, value: string): Address {
  const found = /^(?:\[([0-9a-f:.]+)\]|([A-Za-z0-9.-]+)):([0-9]{1,5})$/.exec(value)
  const port = Number(found?.[3])
  const host = found?.[1] ?? found?.[2]
  if (host === undefined || port > 65_535)
    throw new Error(`bad-option: ${option} has to be of the form host:port`)
  return { host, port }
}

/** The `oidc` of a configuration. @throws Error `bad-config: …` */
export function readOidc(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    throw new Error(`bad-config: ${file} cannot be read as the description of an identity provider`)
  }
}

/** `{ "log": { "key": FILE, "command": […] }, "custody": … }`, either left out. @throws Error `bad-config: …` */
export function readSigners(file: string): Record<string, { key: string; command: string[] }> {
  const wrong = `bad-config: ${file} is no description of outside signers`
  let value: unknown
  try {
    value = JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    throw new Error(wrong)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(wrong)
  for (const [use, one] of Object.entries(value)) {
    const { key, command } = (one ?? {}) as { key?: unknown; command?: unknown }
    const isCommand = Array.isArray(command) && command.length > 0
    if ((use !== 'log' && use !== 'custody') || typeof key !== 'string' || !isCommand) throw new Error(wrong)
    if (command.some((word) => typeof word !== 'string')) throw new Error(wrong)
  }
  return value as Record<string, { key: string; command: string[] }>
}
