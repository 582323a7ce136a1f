/** The words a chapter of the handbook is made of; those of the procedure come from its texts. */
import type { DurationUnit } from '../language/index.ts'

export interface HandbookWords {
  version: string
  levels: string
  opens: string
  keeps: string
  openers: { either: string; first: string }
  keepers: { opener: string; other: string; first: string }
  whoActs: string
  states: string
  acts: string
  deadlines: string
  parts: string
  indicators: string
  rules: string
  state: string
  waits: string
  act: string
  side: string
  drafts: string
  approves: string
  from: string
  to: string
  needed: string
  possible: string
  replaces: string
  answers: string
  deadline: string
  owes: string
  length: string
  basis: string
  proposal: string
  agreed: string
  /** `{field}` is replaced by the name of a date. */
  until: string
  part: string
  personal: string
  kept: string
  always: string
  /** `{length}` is replaced, here and in `counts`. */
  afterClosing: string
  final: string
  noClock: string
  opening: string
  same: string
  yes: string
  no: string
  none: string
  colon: string
  comma: string
  units: Readonly<Record<DurationUnit, readonly [one: string, more: string]>>
  counts: Readonly<Record<'hours' | 'calendar' | 'working', string>>
}

const en: HandbookWords = {
  version: 'Version',
  levels: 'Levels',
  opens: 'Opened by',
  keeps: 'Kept by',
  openers: { either: 'either side', first: 'the side whose code comes first' },
  keepers: {
    opener: 'the side that opened it',
    other: 'the side that did not open it',
    first: 'the side whose code comes first',
  },
  whoActs: 'Who acts',
  states: 'States',
  acts: 'Acts',
  deadlines: 'Deadlines',
  parts: 'What is kept, and how long',
  indicators: 'What is counted',
  rules: 'What has to hold',
  state: 'State',
  waits: 'Waits for',
  act: 'Act',
  side: 'Side',
  drafts: 'Drafted by',
  approves: 'Approved by another person',
  from: 'In state',
  to: 'Leads to',
  needed: 'Needed',
  possible: 'Possible',
  replaces: 'Replaces as a whole',
  answers: 'Answers',
  deadline: 'Deadline',
  owes: 'Owed by',
  length: 'Length',
  basis: 'Rests on',
  proposal: 'a proposal; no source gives a time',
  agreed: 'what both sides agree in the dossier',
  until: 'to the end of: {field}',
  part: 'Part',
  personal: 'Identifies persons',
  kept: 'Kept',
  always: 'for good',
  afterClosing: '{length} after the closing',
  final: 'the end',
  noClock: 'no clock runs',
  opening: 'opens a dossier',
  same: 'stays',
  yes: 'yes',
  no: 'no',
  none: 'nobody',
  colon: ': ',
  comma: ', ',
  units: {
    years: ['year', 'years'],
    months: ['month', 'months'],
    weeks: ['week', 'weeks'],
    days: ['day', 'days'],
    hours: ['hour', 'hours'],
    minutes: ['minute', 'minutes'],
  },
  counts: {
    hours: '{length}, counted by the hour',
    calendar: '{length} by the calendar',
    working: '{length}, working days of the side that owes',
  },
}

const vi: HandbookWords = {
  version: 'Phiên bản',
  levels: 'Cấp thực hiện',
  opens: 'Bên mở hồ sơ',
  keeps: 'Bên giữ hồ sơ',
  openers: { either: 'một trong hai bên', first: 'bên có mã đứng trước' },
  keepers: { opener: 'bên đã mở hồ sơ', other: 'bên không mở hồ sơ', first: 'bên có mã đứng trước' },
  whoActs: 'Ai thực hiện',
  states: 'Các trạng thái',
  acts: 'Các hành vi',
  deadlines: 'Thời hạn',
  parts: 'Nội dung lưu giữ và thời gian lưu giữ',
  indicators: 'Nội dung được thống kê',
  rules: 'Điều phải đúng',
  state: 'Trạng thái',
  waits: 'Chờ',
  act: 'Hành vi',
  side: 'Bên thực hiện',
  drafts: 'Người soạn thảo',
  approves: 'Người khác phê duyệt',
  from: 'Ở trạng thái',
  to: 'Chuyển sang',
  needed: 'Bắt buộc',
  possible: 'Có thể có',
  replaces: 'Thay thế toàn bộ',
  answers: 'Trả lời cho',
  deadline: 'Thời hạn',
  owes: 'Bên phải thực hiện',
  length: 'Độ dài',
  basis: 'Căn cứ',
  proposal: 'đề xuất; chưa có văn bản nào quy định thời hạn',
  agreed: 'theo thỏa thuận của hai bên trong hồ sơ',
  until: 'đến hết: {field}',
  part: 'Phần',
  personal: 'Xác định cá nhân',
  kept: 'Lưu giữ',
  always: 'vĩnh viễn',
  afterClosing: '{length} sau khi kết thúc hồ sơ',
  final: 'kết thúc',
  noClock: 'không tính thời hạn',
  opening: 'mở hồ sơ',
  same: 'giữ nguyên',
  yes: 'có',
  no: 'không',
  none: 'không có ai',
  colon: ': ',
  comma: ', ',
  units: {
    years: ['năm', 'năm'],
    months: ['tháng', 'tháng'],
    weeks: ['tuần', 'tuần'],
    days: ['ngày', 'ngày'],
    hours: ['giờ', 'giờ'],
    minutes: ['phút', 'phút'],
  },
  counts: {
    hours: '{length}, tính theo giờ',
    calendar: '{length} theo lịch',
    working: '{length}, tính theo ngày làm việc của bên phải thực hiện',
  },
}

const zhHans: HandbookWords = {
  version: '版本',
  levels: '层级',
  opens: '立卷方',
  keeps: '案卷保管方',
  openers: { either: '任何一方', first: '代码在前的一方' },
  keepers: { opener: '立卷的一方', other: '未立卷的一方', first: '代码在前的一方' },
  whoActs: '由谁办理',
  states: '状态',
  acts: '行为',
  deadlines: '期限',
  parts: '保存内容与保存期限',
  indicators: '统计项目',
  rules: '须符合的规则',
  state: '状态',
  waits: '等待',
  act: '行为',
  side: '办理方',
  drafts: '拟稿人',
  approves: '由另一人批准',
  from: '所处状态',
  to: '转入',
  needed: '必填',
  possible: '可填',
  replaces: '整体取代',
  answers: '答复对象',
  deadline: '期限',
  owes: '义务方',
  length: '时长',
  basis: '依据',
  proposal: '建议值，尚无文件规定时限',
  agreed: '双方在案卷中的约定',
  until: '至以下日期终了：{field}',
  part: '部分',
  personal: '可识别个人',
  kept: '保存',
  always: '永久',
  afterClosing: '结案后 {length}',
  final: '终结',
  noClock: '不计期限',
  opening: '立卷',
  same: '不变',
  yes: '是',
  no: '否',
  none: '无人',
  colon: '：',
  comma: '、',
  units: {
    years: ['年', '年'],
    months: ['个月', '个月'],
    weeks: ['周', '周'],
    days: ['天', '天'],
    hours: ['小时', '小时'],
    minutes: ['分钟', '分钟'],
  },
  counts: {
    hours: '{length}（按小时连续计算）',
    calendar: '{length}（按日历计算）',
    working: '{length}（按义务方工作日计算）',
  },
}

export const HANDBOOK_WORDS: Readonly<Record<string, HandbookWords>> = { en, vi, 'zh-Hans': zhHans }
