// The materials that the specimens show, as packs declare them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "models/matter.h"

namespace zhipi::ocr {

inline Field field_of(std::string name, FieldKind kind, std::vector<std::string> labels) {
  Field field;
  field.name = std::move(name);
  field.kind = kind;
  field.labels = std::move(labels);
  return field;
}

inline Field sex_field() {
  Field field = field_of("sex", FieldKind::choice, {"性别"});
  field.options = {"男", "女"};
  return field;
}

inline Material id_card_material() {
  Material card;
  card.name = "id_card";
  Field from = field_of("valid_from", FieldKind::date, {"有效期限"});
  from.before = "-";
  Field to = field_of("valid_to", FieldKind::date, {"有效期限"});
  to.after = "-";
  card.fields = {field_of("full_name", FieldKind::person_name, {"姓名"}),
                 sex_field(),
                 field_of("ethnicity", FieldKind::text, {"民族"}),
                 field_of("birth_date", FieldKind::date, {"出生"}),
                 field_of("address", FieldKind::address, {"住址"}),
                 field_of("id_number", FieldKind::id_number, {"公民身份号码"}),
                 field_of("issuing_authority", FieldKind::org_name, {"签发机关"}),
                 from,
                 to};
  return card;
}

inline Material application_form_material() {
  Material form;
  form.name = "application_form";
  form.fields = {
      field_of("full_name", FieldKind::person_name, {"姓名", "申请人姓名"}),
      sex_field(),
      field_of("birth_date", FieldKind::date, {"出生日期", "出生年月日"}),
      field_of("ethnicity", FieldKind::text, {"民族"}),
      field_of("id_number", FieldKind::id_number, {"公民身份号码", "身份证号码"}),
      field_of("registered_address", FieldKind::address, {"户籍地址", "户籍所在地"}),
      field_of("address", FieldKind::address, {"现住址", "居住地址"}),
      field_of("phone", FieldKind::phone, {"联系电话", "手机号码"}),
      field_of("account_name", FieldKind::person_name, {"户名", "账户名称"}),
      field_of("bank_name", FieldKind::org_name, {"开户银行", "开户行"}),
      field_of("bank_account", FieldKind::bank_account, {"银行账号", "银行卡号"}),
      field_of("monthly_amount", FieldKind::money, {"申领金额（元）", "月津贴金额（元）"}),
      field_of("by_self", FieldKind::checkbox, {"本人申请"}),
      field_of("by_agent", FieldKind::checkbox, {"代办"}),
      field_of("signature", FieldKind::signature, {"申请人签名"}),
      field_of("applied_on", FieldKind::date, {"申请日期"})};
  return form;
}

inline Material residence_proof_material() {
  Material proof;
  proof.name = "residence_proof";
  Field name = field_of("full_name", FieldKind::person_name, {"姓名"});
  name.after = "兹证明";
  proof.fields = {name, field_of("id_number", FieldKind::id_number, {"公民身份号码"}),
                  field_of("address", FieldKind::address, {"现住址", "居住地址"}),
                  field_of("issued_on", FieldKind::date, {"开具日期"}),
                  field_of("seal", FieldKind::seal, {})};
  return proof;
}

// By the specimen's document.
inline Material material_of(std::string_view document) {
  if (document == "application_form") return application_form_material();
  if (document == "residence_proof") return residence_proof_material();
  return id_card_material();
}

}  // namespace zhipi::ocr
