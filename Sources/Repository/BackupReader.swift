import Basics
import Pipeline

/// Reads the objects of one backup. Any thread may call it; each `ObjectSource` belongs to one thread at a time.
package final class BackupReader: Sendable {
  package let manifest: Manifest
  private let store: any ObjectStore
  private let folder: ObjectName
  private let crypto: ObjectCrypto?

  init(manifest: Manifest, store: any ObjectStore, folder: ObjectName, crypto: ObjectCrypto?) {
    self.manifest = manifest
    self.store = store
    self.folder = folder
    self.crypto = crypto
  }

  /// - Throws: `OpsError` `corrupt` when the backup has no such object, or its file is missing.
  package func object(_ number: Int) throws -> ObjectSource {
    guard let record = manifest.object(number) else {
      throw OpsError(
        .corrupt, "backup \(manifest.id) has no object \(number)", why: "its contents index names it")
    }
    return try source(record)
  }

  /// How many raw bytes an object holds; 0 when the backup has none of that number.
  package func rawBytes(of number: Int) -> Int64 { manifest.object(number)?.summary.raw ?? 0 }

  func source(_ record: ObjectRecord) throws -> ObjectSource {
    try ObjectSource(store: store, name: folder.appending(record.fileName), record: record, crypto: crypto)
  }

  /// The contents index that the engine wrote, proven.
  package func contents() throws -> JSONValue {
    let source = try object(manifest.contents)
    let bytes = try source.all()
    do {
      return try JSONValue(parsing: bytes)
    } catch {
      throw OpsError(.corrupt, "\(source.path) is damaged", why: "the contents index is not JSON")
    }
  }
}

extension Repository {
  /// Unlocks a backup for reading.
  ///
  /// - Throws: `OpsError` `wrongKey` when no identity of `keyring` fits; `corrupt` when the manifest was edited.
  package func reader(_ manifest: Manifest, keyring: Keyring) throws -> BackupReader {
    let place = place(manifest.target, manifest.id)
    let folder = try place.folder()
    let key = try keyring.key(of: manifest)
    if let key {
      let path = store.path(try folder.appending(Manifest.fileName))
      let (stored, sealed) = try readManifest(place)
      try sealed.authenticate(with: key, path: path)
      guard stored == manifest else {
        throw OpsError(.corrupt, "\(path) changed while it was read", hint: "run the command again")
      }
    }
    let crypto = key.map { ObjectCrypto(key: $0, repository: id, backup: manifest.id.description) }
    return BackupReader(manifest: manifest, store: store, folder: folder, crypto: crypto)
  }
}
