package model

// Listener asks for the level of an asset: To hears of every change as a MsgSupply from the asset with Need = Absent.
type Listener struct {
	Asset AssetID
	To    Address
}
