#include "store/materials.h"

#include "models/json.h"
#include "store/audit.h"
#include "store/refusal.h"

namespace zhipi::store {

StoredMaterial add_material(Connection& connection, const StoredMaterial& material) {
  if (auto known = find_material(connection, material.digest)) return *known;
  connection.execute(
      "INSERT INTO materials (digest, media_type, bytes, uploaded_at, uploader) "
      "VALUES ($1, $2, $3, $4, $5)",
      {material.digest.text(), material.media_type, material.bytes, to_column(material.uploaded_at),
       material.uploader});
  append_audit(connection, "material_added", material.digest.text(),
               {{"bytes", material.bytes}, {"media_type", material.media_type}},
               {material.uploaded_at, material.uploader});
  return material;
}

std::optional<StoredMaterial> find_material(Connection& connection, const Digest& digest) {
  const Rows rows = connection.query(
      "SELECT media_type, bytes, uploaded_at, uploader FROM materials WHERE digest = $1",
      {digest.text()});
  if (rows.empty()) return std::nullopt;
  const Row& row = rows.front();
  return StoredMaterial{digest, row.text(0), row.integer(1), time_of_column(row.integer(2)),
                        row.text(3)};
}

std::vector<StoredMaterial> materials_after(Connection& connection, const std::string& digest,
                                            int limit) {
  std::vector<StoredMaterial> materials;
  const Rows rows = connection.query(
      "SELECT digest, media_type, bytes, uploaded_at, uploader FROM materials WHERE digest > $1 "
      "ORDER BY digest LIMIT $2",
      {digest, std::int64_t{limit}});
  for (const Row& row : rows) {
    materials.push_back({digest_of_column(row.text(0)), row.text(1), row.integer(2),
                         time_of_column(row.integer(3)), row.text(4)});
  }
  return materials;
}

std::vector<std::string> applications_with(Connection& connection, const Digest& digest) {
  std::vector<std::string> ids;
  const Rows rows = connection.query(
      "SELECT DISTINCT application FROM application_materials WHERE digest = $1 "
      "ORDER BY application",
      {digest.text()});
  for (const Row& row : rows) ids.push_back(row.text(0));
  return ids;
}

void attach_materials(Connection& connection, const std::string& application, int round,
                      const MaterialFiles& materials) {
  for (const auto& [material, files] : materials) {
    std::int64_t position = 0;
    for (const Digest& digest : files) {
      if (!find_material(connection, digest)) {
        refuse("unknown_material",
               "No material " + digest.text() + " was uploaded; upload it first.",
               "/materials/" + material);
      }
      connection.execute(
          "INSERT INTO application_materials (application, round, material, position, digest) "
          "VALUES ($1, $2, $3, $4, $5)",
          {application, std::int64_t{round}, material, position, digest.text()});
      ++position;
    }
  }
}

MaterialFiles materials_of(Connection& connection, const std::string& application) {
  MaterialFiles materials;
  const Rows rows = connection.query(
      "SELECT material, digest FROM application_materials AS file WHERE application = $1 "
      "AND round = (SELECT max(round) FROM application_materials AS any_round "
      "WHERE any_round.application = $1 AND any_round.material = file.material) "
      "ORDER BY material, position",
      {application});
  for (const Row& row : rows) materials[row.text(0)].push_back(digest_of_column(row.text(1)));
  return materials;
}

Digest digest_of_column(const std::string& text) {
  auto digest = Digest::parse(text);
  if (!digest) throw StorageError(StorageErrorKind::other, "a digest is not one");
  return *std::move(digest);
}

}  // namespace zhipi::store
