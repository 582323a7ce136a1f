/** Who plays in the whole requests and what they say; all of it invented. */
import type { Cast } from './_request.ts'
import type { Language } from './_words.ts'

export const CASTS: Record<Language, Cast> = {
  vi: {
    asks: 'vnm-mong-cai-duty',
    answers: 'chn-dongxing-duty',
    approves: 'chn-dongxing-chief',
    to: null,
    said: {
      subject: 'Nhóm người đi bộ qua đường mòn ban đêm',
      basis: 'Nội dung nhất trí ngày 25 tháng 6 năm 2023, mục 4',
      questions: [
        'Đêm 3 tháng 11 có ai bị phát hiện ở phía đối diện không?',
        'Đường mòn có được chiếu sáng không?',
      ],
      unclear: 'Đề nghị cho biết cột mốc gần nhất.',
      clear: 'Giữa hai cột mốc 1369 và 1370.',
      answer: 'Không phát hiện ai trong đêm đó; đường mòn không có đèn.',
      thanks: 'Cảm ơn, chúng tôi tiếp tục tuần tra.',
    },
  },
  'zh-Hans': {
    asks: 'chn-guangxi-contact',
    answers: 'vnm-lang-son-contact',
    approves: 'vnm-lang-son-approver',
    to: '谅山省公安厅',
    said: {
      subject: '出租屋内多人持过期证件',
      basis: '2023年6月25日商定内容第五项',
      questions: ['所附证件系列号段是否由贵方签发？', '该号段是否有报失记录？'],
      unclear: '请说明证件种类。',
      clear: '均为边境通行证。',
      answer: '号段属实，其中三本已报失。',
      thanks: '已收悉，本方结案。',
    },
  },
  en: {
    asks: 'chn-hekou-duty',
    answers: 'vnm-lao-cai-gate-duty',
    approves: 'vnm-lao-cai-gate-chief',
    to: null,
    said: {
      subject: 'Truck seen turning back before the gate',
      basis: 'Contents agreed on 25 June 2023, paragraph 4',
      questions: ['Did the truck leave through another gate?', 'Was its load declared?'],
      unclear: 'On which of the two days was it seen?',
      clear: 'On the second day, before noon.',
      answer: 'It left through the next gate with its load declared.',
      thanks: 'That settles it on our side.',
    },
  },
}
