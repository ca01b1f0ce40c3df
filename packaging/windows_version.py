"""The version resource of the Windows programs, as the text that PyInstaller reads (VS_VERSIONINFO in Win32)."""

from __future__ import annotations


def version_resource(version: str, name: str, copyright_line: str) -> str:
    """`version` is "1.2.3" or "1.2.3.dev4": Windows wants four plain numbers, so letters are dropped from its own."""
    numbers = [int("".join(filter(str.isdigit, part)) or 0) for part in version.split(".")][:4]
    four = (*numbers, *(0,) * (4 - len(numbers)))
    strings = {
        "CompanyName": "the Parlour authors",
        "FileDescription": f"{name}: one inbox for the people who answer you",
        "FileVersion": version,
        "InternalName": name,
        "LegalCopyright": copyright_line,
        "OriginalFilename": f"{name}.exe",
        "ProductName": name,
        "ProductVersion": version,
    }
    entries = ",\n        ".join(f"StringStruct({key!r}, {value!r})" for key, value in strings.items())
    # 040904B0: US English, Unicode.
    return f"""VSVersionInfo(
  ffi=FixedFileInfo(filevers={four}, prodvers={four}, mask=0x3F, flags=0x0, OS=0x40004, fileType=0x1, subtype=0x0),
  kids=[
    StringFileInfo([
      StringTable('040904B0', [
        {entries}
      ])
    ]),
    VarFileInfo([VarStruct('Translation', [0x0409, 1200])]),
  ],
)
"""
