/** The words around a review in plain text; everything else in it is data or comes with the procedures. */
import type { TextLanguage } from '../language/index.ts'
import type { Review, ReviewMeeting } from './shape.ts'

export interface ReviewWords {
  review: string
  wholeRecord: string
  until: string
  scope: { relation: string; within: string; level: string }
  /** `{contents}`, `{binding}`, `{free}`, `{late}`. */
  totals: string
  closed: Readonly<Record<Review['closed'], string>>
  meetings: string
  instruments: string
  commitments: string
  figures: string
  contents: string
  traffic: string
  none: string
  status: Readonly<Record<ReviewMeeting['status'], string>>
  heldLate: string
  planned: string
  proposedFor: string
  undated: string
  notBefore: string
  late: string
  by: string
  whoActs: string
  measure: string
  assessment: string
  notAssessed: string
  otherwise: string
  /** `{opened}`, `{closed}`, `{open}`. */
  counted: string
  /** `{overdue}` within the period, `{still}` at its end: a deadline that passed before is among these alone. */
  overdue: string
  openedBy: string
  owedBy: string
  readAs: string
  period: string
  noPeriod: string
  from: string
  to: string
  inferred: string
  digest: string
}

export const REVIEW_WORDS: Readonly<Record<TextLanguage, ReviewWords>> = {
  en: {
    review: 'Review',
    wholeRecord: 'from the beginning of the record',
    until: 'until',
    scope: { relation: 'the whole relation', within: 'what is filed under', level: 'the level' },
    totals:
      '{contents} contents on record: {binding} bind both sides, {free} do not. Past their time: {late}.',
    closed: {
      counted:
        'Counted too: dossiers that not everybody who sees a review may learn of, by the calendar year, without levels and answer times.',
      'left-out':
        'Left out: dossiers that not everybody who sees a review may learn of. They are counted for the whole relation, in whole calendar years (UTC) that are over.',
    },
    meetings: 'Meetings',
    instruments: 'Instruments on record',
    commitments: 'Commitments that bind both sides',
    figures: 'Figures as stated',
    contents: 'On record, not binding',
    traffic: 'Dossiers of the period',
    none: 'none',
    status: {
      held: 'held',
      planned: 'agreed',
      unconfirmed: 'not agreed by both sides',
      late: 'LATE: not reported as held',
      undated: 'no date stated',
      'not-held': 'not held',
    },
    heldLate: 'held after the agreed time',
    planned: 'agreed for',
    proposedFor: 'proposed for',
    undated: 'no date stated',
    notBefore: 'not before',
    late: 'LATE: its time is over and nothing says that it was done',
    by: 'said by',
    whoActs: 'who has to act',
    measure: 'measured by',
    assessment: 'assessment of',
    notAssessed: 'not assessed',
    otherwise: 'stated otherwise by',
    counted: '{opened} opened, {closed} closed, {open} open at the end',
    overdue: '{overdue} deadlines missed in the period, {still} not met at its end',
    openedBy: 'opened by',
    owedBy: 'owed by',
    readAs: 'read as',
    period: 'period',
    noPeriod: 'no period stated',
    from: 'by',
    to: 'for',
    inferred: 'inferred',
    digest: 'The other side shows the same review under the same digest',
  },
  vi: {
    review: 'Tổng kết',
    wholeRecord: 'từ đầu hồ sơ',
    until: 'đến',
    scope: { relation: 'toàn bộ quan hệ', within: 'nội dung xếp dưới', level: 'cấp' },
    totals:
      '{contents} nội dung được ghi nhận: {binding} nội dung ràng buộc cả hai bên, {free} nội dung không ràng buộc. Quá hạn: {late}.',
    closed: {
      counted:
        'Có đếm cả hồ sơ mà không phải ai xem tổng kết cũng được biết: theo năm dương lịch, không kèm cấp và thời gian trả lời.',
      'left-out':
        'Không đếm hồ sơ mà không phải ai xem tổng kết cũng được biết. Những hồ sơ này chỉ được đếm cho toàn bộ quan hệ, theo trọn năm dương lịch (UTC) đã kết thúc.',
    },
    meetings: 'Hội nghị, hội đàm',
    instruments: 'Văn kiện được ghi nhận',
    commitments: 'Cam kết ràng buộc cả hai bên',
    figures: 'Số liệu như đã công bố',
    contents: 'Có ghi nhận, không ràng buộc',
    traffic: 'Hồ sơ trong kỳ',
    none: 'không có',
    status: {
      held: 'đã tổ chức',
      planned: 'đã thống nhất',
      unconfirmed: 'chưa được cả hai bên thống nhất',
      late: 'QUÁ HẠN: chưa có ghi nhận đã tổ chức',
      undated: 'không nêu ngày',
      'not-held': 'không tổ chức',
    },
    heldLate: 'tổ chức sau thời gian thống nhất',
    planned: 'thống nhất vào',
    proposedFor: 'đề xuất cho',
    undated: 'không nêu ngày',
    notBefore: 'không sớm hơn',
    late: 'QUÁ HẠN: đã hết thời hạn mà không có ghi nhận hoàn thành',
    by: 'bên nêu',
    whoActs: 'bên thực hiện',
    measure: 'cách đo',
    assessment: 'đánh giá của',
    notAssessed: 'chưa đánh giá',
    otherwise: 'được nêu khác bởi',
    counted: 'mở {opened}, kết thúc {closed}, còn mở cuối kỳ {open}',
    overdue: 'trong kỳ lỡ hạn {overdue} lần, cuối kỳ chưa thực hiện {still}',
    openedBy: 'do bên mở:',
    owedBy: 'thuộc trách nhiệm:',
    readAs: 'hiểu là',
    period: 'thời kỳ',
    noPeriod: 'không nêu thời kỳ',
    from: 'bên thực hiện',
    to: 'cho',
    inferred: 'suy ra',
    digest: 'Bên kia hiển thị cùng bản tổng kết với cùng mã băm',
  },
  'zh-Hans': {
    review: '总结',
    wholeRecord: '自记录之始',
    until: '至',
    scope: { relation: '整个合作关系', within: '归入其下的内容', level: '级别' },
    totals: '已记录内容{contents}项：对双方有约束力{binding}项，无约束力{free}项。逾期：{late}项。',
    closed: {
      counted: '亦计入并非每位总结查看人均可知悉的案卷：按公历年度统计，不含级别和答复时间。',
      'left-out':
        '未计入并非每位总结查看人均可知悉的案卷。此类案卷仅就整个合作关系、按已结束的完整公历年度（UTC）统计。',
    },
    meetings: '会晤',
    instruments: '已记录的文件',
    commitments: '对双方有约束力的承诺',
    figures: '所公布的数字',
    contents: '已记录但无约束力',
    traffic: '本期案卷',
    none: '无',
    status: {
      held: '已举行',
      planned: '已商定',
      unconfirmed: '双方尚未商定',
      late: '逾期：未见举行的记载',
      undated: '未载明日期',
      'not-held': '未举行',
    },
    heldLate: '晚于商定时间举行',
    planned: '商定于',
    proposedFor: '提议于',
    undated: '未载明日期',
    notBefore: '不早于',
    late: '逾期：期限已过而无完成记载',
    by: '提出方',
    whoActs: '执行方',
    measure: '衡量方式',
    assessment: '评估方',
    notAssessed: '尚未评估',
    otherwise: '另有说法，来自',
    counted: '立卷{opened}件，结案{closed}件，期末未结{open}件',
    overdue: '本期逾期{overdue}次，期末仍未办{still}次',
    openedBy: '立卷方',
    owedBy: '责任方',
    readAs: '理解为',
    period: '时期',
    noPeriod: '未载明时期',
    from: '行动方',
    to: '对象',
    inferred: '推断',
    digest: '对方显示同一总结，摘要相同',
  },
}
