package ncmfake

import (
	"cmp"
	"slices"

	"ncmtui/api/ncmfake/seed"
)

// hearers is how many heard a program.
func hearers(p seed.Program) int64 { return 900 + p.ID*7919%50_000 }

// allPrograms are the programs of all podcasts in an order.
func allPrograms(order func(a, b seed.Program) int) (out []seed.Program) {
	for _, r := range seed.Radios() {
		out = append(out, r.Programs...)
	}
	slices.SortStableFunc(out, order)
	return out
}

func byHearers(a, b seed.Program) int { return cmp.Compare(hearers(b), hearers(a)) }
func byAge(a, b seed.Program) int     { return b.Created.Compare(a.Created) }

func programPage(c *call) any {
	for _, p := range allPrograms(byAge) {
		if p.ID == c.id("id") {
			return obj{"code": 200, "program": c.svc.program(p)}
		}
	}
	return obj{"code": 404, "message": "节目不存在"}
}

// programList is a list of programs: recommended, of a category or not, or
// those of a user.
func programList(c *call) any {
	owner := int64(0)
	if c.path != "/api/program/recommend/v1" {
		owner = c.last()
	}
	all := slices.DeleteFunc(allPrograms(byAge), func(p seed.Program) bool {
		r, _ := radioOf(p.Radio)
		return owner != 0 && r.Owner != owner || c.id("cateId") != 0 && r.CategoryID != c.id("cateId")
	})
	list := []any{}
	for _, p := range page(c, all, 10) {
		list = append(list, c.svc.program(p))
	}
	return obj{"code": 200, "programs": list, "more": c.more(len(list), len(all)), "count": len(all)}
}

// programRanks are the ranked programs, as toplist or inside data.
func programRanks(c *call) any {
	list := []any{}
	all := allPrograms(byHearers)
	for i, p := range page(c, all, 100) {
		list = append(list, obj{"rank": i + 1, "lastRank": i + 1, "score": hearers(p), "programFeeType": 0, "program": c.svc.program(p)})
	}
	if c.path == "/api/program/toplist/v1" {
		return obj{"code": 200, "toplist": list, "updateTime": c.svc.opts.Now().UnixMilli()}
	}
	return obj{"code": 200, "data": obj{"list": list, "total": len(all), "updateTime": c.svc.opts.Now().UnixMilli()}}
}

// personRanks are the ranked hosts.
func personRanks(c *call) any {
	list := []any{}
	for i, r := range seed.Radios() {
		p := person(r.Owner)
		list = append(list, obj{"id": r.Owner, "rank": i + 1, "lastRank": i + 1, "score": 900 - i, "nickName": p["nickname"], "avatarUrl": p["avatarUrl"], "userType": 0})
	}
	return obj{"code": 200, "data": obj{"list": page(c, list, 100), "total": len(list), "updateTime": c.svc.opts.Now().UnixMilli()}}
}

// personalPrograms has no capture: the rows of personal lists.
func personalPrograms(c *call) any {
	list := []any{}
	for _, r := range seed.Radios()[:6] {
		p := r.Programs[0]
		list = append(list, obj{
			"id": p.ID, "type": 1, "name": p.Name, "copywriter": r.Text, "picUrl": pictureURL(radioPicture(r)), "canDislike": false,
			"program": c.svc.program(p), "alg": "featured",
		})
	}
	return obj{"code": 200, "category": 0, "result": list}
}
