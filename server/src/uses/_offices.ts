/** Offices of two invented states that do not face one to one. */
import { directoryOf } from '../directory.ts'

const name = { en: 'Office (invented)', vi: 'Cơ quan (hư cấu)', 'zh-Hans': '机关（虚构）' }

const office = (code: string, level: string, faces: readonly string[], under?: string) => ({
  code,
  side: code.slice(0, 3),
  level,
  name,
  faces: [...faces],
  ...(under === undefined ? {} : { under }),
})

/**
 * `aaa` has two provinces that both face one of `bbb`, which has three and two ministries; the gates of
 * `bbb-south` answer to a province that faces nobody.
 */
export const OFFICES = directoryOf([
  office('aaa-top', 'ministry', ['bbb-top', 'bbb-guard']),
  office('aaa-east', 'province', ['bbb-east', 'bbb-west'], 'aaa-top'),
  office('aaa-west', 'province', ['bbb-east'], 'aaa-top'),
  office('aaa-gate', 'gate', ['bbb-gate'], 'aaa-east'),
  office('aaa-post', 'gate', ['bbb-gate', 'bbb-post'], 'aaa-west'),
  office('bbb-guard', 'ministry', ['aaa-top']),
  office('bbb-top', 'ministry', ['aaa-top']),
  office('bbb-east', 'province', ['aaa-east', 'aaa-west'], 'bbb-top'),
  office('bbb-west', 'province', ['aaa-east'], 'bbb-top'),
  office('bbb-south', 'province', [], 'bbb-top'),
  office('bbb-gate', 'gate', ['aaa-gate', 'aaa-post'], 'bbb-west'),
  office('bbb-post', 'gate', ['aaa-post'], 'bbb-south'),
])
