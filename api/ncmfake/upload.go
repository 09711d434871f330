package ncmfake

import (
	"fmt"
	"io"
	"net/http"
	"path"
	"slices"
	"strings"

	"ncmtui/api/ncmfake/seed"
	"ncmtui/api/ncmfake/signature"
	"ncmtui/api/ncmfake/sound"
)

// uploaded is the first number of the account's own files: song ids of which
// the catalogue knows nothing. It sounds like the catalogue's pieces.
const uploaded = signature.Base + 40_000

// upload is a file in the account's cloud.
type upload struct {
	song                 seed.Song
	artist, album, file  string
	size, bitrate, added int64
	md5                  string
	public               bool // shows in the cloud
}

// song finds a song of the catalogue or of the account's cloud.
func (s *Service) song(id int64) (seed.Song, bool) {
	if u, ok := s.uploadOf(id); ok {
		return u.song, true
	}
	return s.cat.Song(id)
}

func (s *Service) uploadOf(id int64) (upload, bool) {
	if id < uploaded {
		return upload{}, false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, u := range s.state.uploads {
		if u.song.ID == id {
			return u, true
		}
	}
	return upload{}, false
}

// firstUpload is the song that is in the cloud from the start.
func firstUpload(cat *seed.Catalogue) upload {
	x, _ := cat.Song(seed.SongCloud)
	a, _ := cat.Album(x.Album)
	artist, _ := cat.Artist(x.Artists[0])
	return upload{
		song: x, artist: artist.Name, album: a.Name, file: artist.Name + " - " + x.Name + ".mp3", size: x.Sound.MP3Size(sound.ExHigh), bitrate: 320,
		added: 1621065809212, public: true,
	}
}

// cloudFiles are what the cloud shows, newest first.
func (s *Service) cloudFiles() []upload {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []upload
	for _, u := range slices.Backward(s.state.uploads) {
		if u.public {
			out = append(out, u)
		}
	}
	return out
}

func (s *Service) cloudItem(u upload) obj {
	a, _ := s.cat.Album(u.song.Album)
	return obj{
		"simpleSong": raw(append(s.withRights(s.songJSON(nil, u.song), u.song), '}')), "coverId": fmt.Sprint(a.Cover()), "lyricId": "0",
		"cover": a.Cover(), "addTime": u.added, "songName": u.song.Name, "album": u.album, "artist": u.artist, "bitrate": u.bitrate,
		"songId": u.song.ID, "version": 2, "fileSize": u.size, "fileName": u.file,
	}
}

func cloud(c *call) any {
	files, list, size := c.svc.cloudFiles(), []any{}, int64(0)
	for _, u := range files {
		list = append(list, c.svc.cloudItem(u))
		size += u.size
	}
	part := page(c, list, 30)
	return obj{
		"data": part, "count": len(list), "size": fmt.Sprint(size), "maxSize": "64424509440", "upgradeSign": 1,
		"hasMore": c.more(len(part), len(list)), "code": 200,
	}
}

func cloudByIDs(c *call) any {
	ids, list := c.ids("songIds"), []any{}
	for _, u := range c.svc.cloudFiles() {
		if slices.Contains(ids, u.song.ID) {
			list = append(list, c.svc.cloudItem(u))
		}
	}
	return obj{"code": 200, "data": list}
}

func cloudDelete(c *call) any {
	ids := c.ids("songIds")
	c.svc.mu.Lock()
	defer c.svc.mu.Unlock()
	c.svc.state.uploads = slices.DeleteFunc(c.svc.state.uploads, func(u upload) bool { return slices.Contains(ids, u.song.ID) })
	return obj{"code": 200, "succIds": ids, "failIds": []any{}}
}

// uploadCheck says whether a file is wanted: each sum once.
func uploadCheck(c *call) any {
	id, known := c.svc.fileID(c.text("md5"))
	return obj{"code": 200, "needUpload": !known, "songId": fmt.Sprint(id)}
}

// importCheck is the newer check, for files that need not be sent at all.
func importCheck(c *call) any {
	id, _ := c.svc.fileID(c.text("songs"))
	return obj{"code": 200, "data": []any{obj{"songId": fmt.Sprint(id), "upload": 1}}}
}

// fileID is the song id of a file by its sum; a new one gets the next number.
func (s *Service) fileID(sum string) (id int64, known bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, u := range s.state.uploads {
		if u.md5 == sum && sum != "" {
			return u.song.ID, u.public
		}
	}
	s.state.nextUpload++
	id = uploaded + s.state.nextUpload
	s.state.uploads = append(s.state.uploads, upload{md5: sum, song: seed.Song{
		ID: id, Kind: seed.Cloud, Number: 1, Sound: sound.Song{ID: id, Piece: int(id % int64(len(sound.Pieces))), Samples: 44100*90 + id%44100},
	}})
	return id, false
}

// place gives a place in the object store. The picture's number is the place's
// last part.
func place(c *call) any {
	ext := strings.Trim(c.text("ext"), "./ ")
	h := c.svc.fresh("object")
	doc := avatarPic + 500 + int64(len(h)) + c.svc.opts.Now().UnixMilli()%1_000_000
	return obj{"code": 200, "result": obj{
		"bucket": c.text("bucket"), "token": "UPLOAD " + h, "docId": fmt.Sprint(doc), "resourceId": doc, "objectKey": fmt.Sprintf("obj/%s/%d.%s", h[:16], doc, ext),
		"outerUrl": pictureURL(doc),
	}}
}

// cloudInfo names an uploaded file; cloudPublish shows it in the cloud.
func cloudInfo(c *call) any {
	id := c.id("songid")
	if !c.svc.editUpload(id, func(u *upload) {
		u.song.Name, u.artist, u.album, u.file = c.text("song"), c.text("artist"), c.text("album"), c.text("filename")
		u.size, u.bitrate = u.song.Sound.MP3Size(sound.ExHigh), 320
	}) {
		return obj{"code": 404, "msg": "文件不存在"}
	}
	return obj{"code": 200, "songId": fmt.Sprint(id), "songIdLong": id, "waitTime": 0, "nextUploadTime": 0}
}

func cloudPublish(c *call) any {
	id := c.id("songid")
	if !c.svc.editUpload(id, func(u *upload) { u.public, u.added = true, c.svc.opts.Now().UnixMilli() }) {
		return obj{"code": 404, "msg": "文件不存在"}
	}
	u, _ := c.svc.uploadOf(id)
	return obj{"code": 200, "privateCloud": c.svc.cloudItem(u)}
}

// cloudImport shows files in the cloud that the service already has.
func cloudImport(c *call) any {
	var songs []struct {
		SongID   any    `json:"songId"`
		Song     string `json:"song"`
		Artist   string `json:"artist"`
		Album    string `json:"album"`
		FileName string `json:"fileName"`
	}
	if decodeText(c.text("songs"), &songs) != nil || len(songs) == 0 {
		return obj{"code": 400, "message": "参数错误"}
	}
	var done []any
	for _, x := range songs {
		id := lastNumber(fmt.Sprint(x.SongID))
		if c.svc.editUpload(id, func(u *upload) {
			u.song.Name, u.artist, u.album, u.file = x.Song, x.Artist, x.Album, x.FileName
			u.size, u.bitrate, u.public, u.added = u.song.Sound.MP3Size(sound.ExHigh), 320, true, c.svc.opts.Now().UnixMilli()
		}) {
			u, _ := c.svc.uploadOf(id)
			done = append(done, obj{"songId": id, "song": c.svc.cloudItem(u)})
		}
	}
	return obj{"code": 200, "data": obj{"successSongs": done, "failed": []any{}}}
}

// cloudMatch says which catalogue song an upload is.
func cloudMatch(c *call) any {
	if x, ok := c.svc.cat.Song(c.id("adjustSongId")); ok {
		c.svc.editUpload(c.id("songId"), func(u *upload) { u.song.Name = x.Name })
	}
	return obj{"code": 200, "message": "", "matchData": nil}
}

func (s *Service) editUpload(id int64, f func(*upload)) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range s.state.uploads {
		if s.state.uploads[i].song.ID == id {
			f(&s.state.uploads[i])
			return true
		}
	}
	return false
}

// store is the object stores and the host that names them: files, whole or in
// parts, are counted and thrown away.
func (s *Service) store(r *http.Request, host string) *answer {
	if strings.HasPrefix(host, "wanproxy.") {
		return newAnswer(http.StatusOK, jsonType, encode(obj{"lbs": "http://wanproxy.127.net/lbs", "upload": []any{"http://nosup-jd1.127.net"}}))
	}
	n, err := io.Copy(io.Discard, bodyOf(r))
	if err != nil || r.Header.Get("X-Nos-Token") == "" {
		return newAnswer(http.StatusForbidden, jsonType, encode(obj{"errCode": "AccessDenied"}))
	}
	switch q := r.URL.Query(); {
	case q.Has("uploads"):
		return newAnswer(http.StatusOK, "application/xml", []byte("<InitiateMultipartUploadResult><UploadId>up-1</UploadId></InitiateMultipartUploadResult>"))
	case q.Has("partNumber"):
		a := newAnswer(http.StatusOK, "application/xml", nil)
		a.header.Set("ETag", `"etag-`+q.Get("partNumber")+`"`)
		return a
	case q.Has("uploadId"):
		return newAnswer(http.StatusOK, "application/xml", []byte("<CompleteMultipartUploadResult><ETag>etag</ETag></CompleteMultipartUploadResult>"))
	}
	return newAnswer(http.StatusOK, jsonType, encode(obj{"code": 200, "size": n, "requestId": path.Base(r.URL.Path), "offset": n}))
}

// uploadRoutes are the addresses of the account's files.
func uploadRoutes() map[string]handler {
	return map[string]handler{
		"/api/v1/cloud/get":           cloud,
		"/api/v1/cloud/get/byids":     cloudByIDs,
		"/api/cloud/del":              cloudDelete,
		"/api/cloud/upload/check":     uploadCheck,
		"/api/cloud/upload/check/v2":  importCheck,
		"/api/cloud/user/song/import": cloudImport,
		"/api/cloud/user/song/match":  cloudMatch,
		"/api/nos/token/alloc":        place,
		"/api/upload/cloud/info/v2":   cloudInfo,
		"/api/cloud/pub/v2":           cloudPublish,
	}
}
