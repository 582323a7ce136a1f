/** From an error to an answer: status, stable code and a sentence in three languages, and nothing else. */
import { type NodeCode, NodeError, STATUS } from '../errors.ts'
import type { ErrorAnswer, Text3 } from './schema/base.ts'
import texts from './texts/errors.json' with { type: 'json' }
import more from './texts/most.json' with { type: 'json' }

/** Errors of the framework and of the pure shelves, by their code. */
const foreign: Readonly<Record<string, NodeCode>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'bad-media-type',
  FST_ERR_CTP_BODY_TOO_LARGE: 'too-large',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'bad-json',
  FST_ERR_CTP_EMPTY_TYPE: 'bad-media-type',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'bad-input',
  FST_ERR_BAD_URL: 'not-found',
  FST_ERR_MAX_PARAM_LENGTH: 'not-found',
  FST_ERR_ASYNC_CONSTRAINT: 'not-found',
  'bad-json': 'bad-json',
  'not-utf8': 'bad-json',
}

export function textOf(code: NodeCode): Text3 {
  return (texts as Partial<Record<string, Text3>>)[code] ?? texts.internal
}

/** Turns whatever is thrown into a NodeError. What nobody foresaw is `internal`, and only the log says more. */
export function asNodeError(thrown: unknown): NodeError {
  if (thrown instanceof NodeError) return thrown
  const code = foreign[String((thrown as { code?: unknown } | null)?.code)]
  return new NodeError({ code: code ?? 'internal', cause: thrown })
}

export function answerTo(error: NodeError): { status: number; body: ErrorAnswer } {
  const code = error.unknown ? 'outcome-unknown' : error.code
  const message = error.most === undefined ? textOf(code) : withMost(textOf(code), error.most)
  return {
    status: error.unknown ? STATUS['outcome-unknown'] : error.status,
    body: {
      error: { code, message, ...(error.path === undefined ? {} : { path: error.path }) },
    },
  }
}

/** Adds how large it may be, where something was too large. */
function withMost(text: Text3, bytes: number): Text3 {
  const said = (language: 'en' | 'vi' | 'zh-Hans') =>
    more.most[language].replace('{size}', sizeIn(language, bytes))
  // Chinese puts no space between two sentences.
  return {
    en: `${text.en} ${said('en')}`,
    vi: `${text.vi} ${said('vi')}`,
    'zh-Hans': `${text['zh-Hans']}${said('zh-Hans')}`,
  }
}

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const

/** A size in words, rounded down, so that nothing of that size is refused. */
function sizeIn(language: string, bytes: number): string {
  const unit = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10))
  const tenths = Math.floor((10 * bytes) / 1024 ** unit) / 10
  return `${tenths.toLocaleString(language, { maximumFractionDigits: 1 })} ${UNITS[unit]}`
}
